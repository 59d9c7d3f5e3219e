using Uncollapse.Data.Npy;
using Uncollapse.Data.Posterior;
using Uncollapse.Data.Tests.Hostile;
using Uncollapse.Tests;

namespace Uncollapse.Data.Tests.Posterior;

public sealed class PosteriorFileTests
{
    [Theory]
    [InlineData("posterior_logvar.npz")]
    [InlineData("posterior_var.npz")]
    [InlineData("posterior_std.npz")]
    public void LogVarianceVarianceAndDeviationAreTheSamePosterior(string name)
    {
        PosteriorArrays posterior = PosteriorFile.Read(Expected.File(name));
        Assert.Equal((6, 2), (posterior.Count, posterior.LatentSize));
        Assert.Equal(Expected.Values(Expected.Of("posterior"), "mu"), posterior.Mean.Select(v => (double)v));
        double[] expected = Expected.Values(Expected.Of("posterior"), "logvar");
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], posterior.LogVariance[i], 6);
        if (name == "posterior_logvar.npz")
        {
            Assert.Equal([0.0, -1, -2, -3, -4, -5], posterior.LogLikelihood!);
            Assert.Equal([0f, 1, 0, 1, 0, 1], posterior.Labels!.Values.ToArray());
        }
    }

    [Fact]
    public void APairOfFilesIsReadAlike()
    {
        string folder = TestFiles.TemporaryFolder();
        NpyWriter.Write(Path.Combine(folder, "m.npy"), NpyArray.From([1f, 2, 3, 4], 2, 2));
        NpyWriter.Write(Path.Combine(folder, "v.npy"), NpyArray.From([-1.0, 0, 1, 2], 2, 2));
        PosteriorArrays posterior = PosteriorFile.Read(Path.Combine(folder, "m.npy"), Path.Combine(folder, "v.npy"));
        Assert.Equal([1f, 2, 3, 4], posterior.Mean);
        Assert.Equal([-1f, 0, 1, 2], posterior.LogVariance);
        NpyWriter.Write(Path.Combine(folder, "v.npy"), NpyArray.From([-1.0, 0], 2, 1));
        var error = Assert.Throws<DataFormatException>(() => PosteriorFile.Read(Path.Combine(folder, "m.npy"), Path.Combine(folder, "v.npy")));
        Assert.Contains("(2, 2) of mu", error.Expected);
        Assert.Contains("(2, 1)", error.Found);
    }

    [Theory]
    [InlineData("no spread", "exactly one of")]
    [InlineData("two spreads", "exactly one of")]
    [InlineData("no mu", "'mu'")]
    [InlineData("other shape", "the shape (3, 2) of mu")]
    [InlineData("transposed", "the shape (3, 2) of mu")]
    [InlineData("one axis", "[examples, units]")]
    [InlineData("nan mu", "finite")]
    [InlineData("infinite logvar", "finite")]
    [InlineData("zero var", "above 0")]
    [InlineData("negative std", "above 0")]
    [InlineData("labels of another length", "one label for each of 3")]
    [InlineData("likelihood of another length", "one value for each of 3")]
    [InlineData("likelihood with nan", "finite")]
    [InlineData("no archive", "zip archive")]
    public void ImpossiblePosteriorsAreRefused(string fault, string expected)
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "q.npz");
        byte[] sound = HostileFile.NpyOf([1f, 2, 3, 4, 5, 6], 3, 2);
        (string, byte[]) mu = ("mu.npy", sound);
        (string, byte[]) logvar = ("logvar.npy", sound);
        File.WriteAllBytes(path, fault switch
        {
            "no spread" => HostileFile.Zip(mu),
            "two spreads" => HostileFile.Zip(mu, logvar, ("var.npy", sound)),
            "no mu" => HostileFile.Zip(logvar),
            "other shape" => HostileFile.Zip(mu, ("logvar.npy", HostileFile.NpyOf(new float[4], 2, 2))),
            "transposed" => HostileFile.Zip(mu, ("logvar.npy", HostileFile.NpyOf(new float[6], 2, 3))),
            "one axis" => HostileFile.Zip(("mu.npy", HostileFile.NpyOf(new float[6], 6)), logvar),
            "nan mu" => HostileFile.Zip(("mu.npy", HostileFile.NpyOf([1f, 2, 3, float.NaN, 5, 6], 3, 2)), logvar),
            "infinite logvar" => HostileFile.Zip(mu, ("logvar.npy", HostileFile.NpyOf([1f, 2, float.NegativeInfinity, 4, 5, 6], 3, 2))),
            "zero var" => HostileFile.Zip(mu, ("var.npy", HostileFile.NpyOf([1f, 0, 1, 1, 1, 1], 3, 2))),
            "negative std" => HostileFile.Zip(mu, ("std.npy", HostileFile.NpyOf([1f, 1, 1, 1, 1, -1], 3, 2))),
            "labels of another length" => HostileFile.Zip(mu, logvar, ("labels.npy", HostileFile.NpyOf([1f, 2], 2))),
            "likelihood of another length" => HostileFile.Zip(mu, logvar, ("x_log_likelihood.npy", HostileFile.NpyOf([1f, 2], 2))),
            "likelihood with nan" => HostileFile.Zip(mu, logvar, ("x_log_likelihood.npy", HostileFile.NpyOf([1f, 2, float.NaN], 3))),
            _ => [1, 2, 3, 4],
        });
        var error = Assert.Throws<DataFormatException>(() => PosteriorFile.Read(path));
        Assert.StartsWith(path, error.Message);
        Assert.Contains(expected, error.Expected);
        Assert.NotEmpty(error.Found);
    }

    [Theory]
    [InlineData("mean,log_var", "Rename 'mean' to 'mu' and rename 'log_var' to 'logvar'")]
    [InlineData("z_mean,z_log_var", "Rename 'z_mean' to 'mu' and rename 'z_log_var' to 'logvar'")]
    [InlineData("mu,sigma", "Rename 'sigma' to 'std'")]
    [InlineData("loc,logvar", "Rename 'loc' to 'mu'")]
    [InlineData("mu,log_sigma", "Save 2 * log_sigma as 'logvar'")]
    [InlineData("mu,logvar,std", "Keep one of logvar, std")]
    [InlineData("weights,bias", "np.savez")]
    public void ANearMissSaysWhichArrayToRename(string names, string hint)
    {
        string path = Path.Combine(TestFiles.TemporaryFolder(), "q.npz");
        byte[] array = HostileFile.NpyOf(new float[6], 3, 2);
        File.WriteAllBytes(path, HostileFile.Zip([.. names.Split(',').Select(name => ($"{name}.npy", array))]));
        Assert.Contains(hint, Assert.Throws<DataFormatException>(() => PosteriorFile.Read(path)).Hint);
    }
}
