using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Uncollapse.Data.Tests.Builtin;

/// <summary>A web server on this machine that answers as a test wants.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();

    public LocalServer()
    {
        listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/data/";
        _ = AcceptAsync();
    }

    public string Address { get; }

    /// <summary>What is answered for a path: status, body, and how many bytes of it are really sent before the line goes silent.</summary>
    public ConcurrentDictionary<string, (int Status, byte[] Body, int? SilentAfter, bool Close)> Answers { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Requests { get; } = new();

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = AnswerAsync(client);
            }
        }
        catch (Exception cause) when (cause is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                byte[] buffer = new byte[8192];
                int number = await stream.ReadAsync(buffer, stop.Token);
                string path = Encoding.ASCII.GetString(buffer, 0, number).Split(' ')[1];
                Requests.Enqueue(path);
                (int status, byte[] body, int? silentAfter, bool close) = Answers.GetValueOrDefault(path, (404, [], null, false));
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Answer\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), stop.Token);
                await stream.WriteAsync(body.AsMemory(0, silentAfter ?? body.Length), stop.Token);
                if (silentAfter is not null && !close)
                    await Task.Delay(Timeout.Infinite, stop.Token);
            }
            catch (Exception cause) when (cause is OperationCanceledException or IOException or ObjectDisposedException)
            {
            }
        }
    }
}
