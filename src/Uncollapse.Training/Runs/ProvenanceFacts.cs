using System.Reflection;
using System.Runtime.InteropServices;
using Uncollapse.Records.History;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Threading;

namespace Uncollapse.Training.Runs;

/// <summary>What this program knows about itself and its machine.</summary>
internal static class ProvenanceFacts
{
    internal static Provenance Gather(string data, DateTimeOffset started)
    {
        // The SDK appends the source commit after a plus sign where it is built from a repository.
        string version = typeof(ProvenanceFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        int bits = KernelTable<float>.Current.VectorBits;
        return new Provenance
        {
            ToolVersion = plus < 0 ? version : version[..plus],
            Commit = plus < 0 ? null : version[(plus + 1)..],
            Platform = $"{RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}",
            Runtime = RuntimeInformation.FrameworkDescription,
            Kernels = bits == 0 ? "scalar" : bits.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Threads = Workers.Count,
            StartedUtc = started,
            Data = data,
        };
    }
}
