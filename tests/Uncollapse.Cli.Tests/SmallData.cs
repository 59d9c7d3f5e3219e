using Uncollapse.Data.Npy;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;

namespace Uncollapse.Cli.Tests;

/// <summary>Small files to train on: pictures of bars, of 8 x 8 pixels, each a row or a column that is lit.</summary>
internal static class SmallData
{
    internal const int Examples = 200;

    internal const string Model = "--hidden 16 --latent 2 --batch-size 20";

    /// <summary>A fresh folder with <c>bars.npy</c>.</summary>
    internal static string Folder()
    {
        string folder = TestFiles.TemporaryFolder();
        NpyWriter.Write(Path.Combine(folder, "bars.npy"), NpyArray.From(Bars(), Examples, 8, 8));
        return folder;
    }

    /// <summary>A finished run of two epochs; its folder.</summary>
    internal static string Run(string folder, params string[] more)
    {
        string run = Path.Combine(folder, "run");
        var trained = CommandLine.Run(["train", "--data", Path.Combine(folder, "bars.npy"), "--epochs", "2", "--out", run, .. Model.Split(' '), .. more]);
        Assert.True(trained.Code == ExitCode.Done, trained.Error);
        return run;
    }

    private static float[] Bars()
    {
        var rng = new Rng(5);
        float[] values = new float[Examples * 64];
        for (int n = 0; n < Examples; n++)
        {
            int at = rng.Fork((ulong)n).NextInt(16);
            for (int i = 0; i < 8; i++) values[(n * 64) + (at < 8 ? (at * 8) + i : (i * 8) + at - 8)] = 1;
        }

        return values;
    }
}
