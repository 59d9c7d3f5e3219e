using System.Diagnostics;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Synthetic;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tests;
using Xunit.Abstractions;

namespace Uncollapse.Data.Tests.Synthetic;

public sealed class SyntheticCellsTests(ITestOutputHelper output)
{
    [Fact]
    public void Cells_are_sparse_counts_with_their_causes_as_labels_and_depend_on_seed_and_place_alone()
    {
        using SourceData data = DataSource.Open("synthetic:cells?examples=200&genes=50&types=3&batches=2&depth=100&seed=5"), fewer = DataSource.Open("synthetic:cells?examples=50&genes=50&types=3&batches=2&depth=100&seed=5");
        var cells = (SparseDataset)data.Train;
        Assert.Equal((200, 50, ValueKind.Count, true), (cells.Count, cells.OutputSize, cells.Kind, cells.HasRowNames));
        Assert.Equal(SyntheticCells.Factors, cells.Labels.Select(label => label.Name));
        Assert.Equal([3, 2], cells.Labels.Where(label => label.Classes is not null).Select(label => label.Classes!.Count));
        Assert.All(cells.Labels[1].Values.ToArray(), value => Assert.InRange(value, 0, 1));
        Assert.Equal(Rows(data)[..(50 * 50)], Rows(fewer));
        using SourceData other = DataSource.Open("synthetic:cells?examples=50&genes=50&types=3&batches=2&depth=100&seed=6");
        Assert.NotEqual(Rows(fewer), Rows(other));
    }

    /// <summary>
    /// One type, one batch: with L known by its law the mean of a cell's counts is depth exp(0.08), and the counts of two halves of the genes, given L and activity, are independent; the
    /// dispersion shows in the variance of the largest gene.
    /// </summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1000, 0)]
    [InlineData(1000, 0.6)]
    public void Means_and_dispersions_are_those_that_were_asked_for(double theta, double zeros)
    {
        const int cells = 4000, genes = 100;
        using SourceData data = DataSource.Open(FormattableString.Invariant($"synthetic:cells?examples={cells}&genes={genes}&types=1&depth=300&theta={theta}&zeros={zeros}"));
        float[] rows = Rows(data);
        double mean = rows.Sum(value => (double)value) / cells, expected = 300 * Math.Exp(0.4 * 0.4 / 2) * (1 - zeros);
        // The standard error of L alone is 0.4 sqrt(1 / 4000) = 0.7 %.
        Assert.InRange(mean / expected, 0.96, 1.04);
        double[] sums = [.. Enumerable.Range(0, genes).Select(d => Enumerable.Range(0, cells).Sum(n => (double)rows[(n * genes) + d]))];
        int[] large = [.. Enumerable.Range(0, genes).OrderByDescending(d => sums[d]).Take(5)];
        foreach (int d in large)
        {
            double m = sums[d] / cells, variance = Enumerable.Range(0, cells).Average(n => Math.Pow(rows[(n * genes) + d] - m, 2));
            // Given that L varies by a relative variance of exp(0.16) - 1 = 0.174, activity may add more: E x(x-1) = m^2 (1.174)(1 + 1/theta) / (1 - zeros) at least.
            double factorial = (variance + (m * m) - m) * (1 - zeros) / (m * m), least = Math.Exp(0.16) * (1 + (1 / theta));
            Assert.InRange(factorial / least, 0.85, 1.9);
        }
    }

    [Theory]
    [InlineData("synthetic:cells?theta=0", "parameter theta")]
    [InlineData("synthetic:cells?zeros=1", "parameter zeros")]
    [InlineData("synthetic:cells?zeros=0,1", "parameter zeros")]
    [InlineData("synthetic:cells?genes=1", "parameter genes")]
    [InlineData("synthetic:cells?colour=red", "parameters")]
    public void What_makes_no_sense_is_refused(string source, string where) =>
        Assert.Contains(where, Assert.Throws<DataFormatException>(() => DataSource.Open(source).Dispose()).Message, StringComparison.Ordinal);

    /// <summary>A million cells of 2,000 genes at 5 %: a hundred million entries in 0.3 GB, held and built in less than 2.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public void A_million_cells_are_held_in_two_gigabytes()
    {
        const int cells = 1_000_000, genes = 2000, entries = 100;
        long start = Stopwatch.GetTimestamp();
        using var builder = new CompressedRowsBuilder("generated", genes, StorageLimits.Default, cells);
        int[] columns = new int[entries];
        float[] values = new float[entries];
        double[] uniform = new double[2 * entries];
        var rng = new Rng(1);
        for (int n = 0; n < cells; n++)
        {
            rng.Fork((ulong)n).FillUniform(uniform);
            for (int i = 0; i < entries; i++)
            {
                // One gene of each twenty.
                columns[i] = (20 * i) + (int)(20 * uniform[i]);
                values[i] = (float)Math.Min(200, Math.Floor(1 / Math.Max(1e-9, uniform[entries + i])));
            }

            builder.Append(columns, values);
        }

        using CompressedRows rows = builder.Build("");
        long peak = Process.GetCurrentProcess().PeakWorkingSet64;
        output.WriteLine(FormattableString.Invariant($"{rows.NonZeros:N0} entries, {rows.MemoryBytes / 1e6:F0} MB held, {peak / 1e6:F0} MB at most, {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"));
        Assert.Equal((long)cells * entries, rows.NonZeros);
        Assert.False(rows.IsStreamed);
        Assert.InRange(rows.MemoryBytes, 1, 320 << 20);
        Assert.True(peak < 2L << 30, $"{peak} bytes");
    }

    /// <summary>Batches of cells that lie in a cache file are those of cells in memory, whatever the order.</summary>
    [Fact]
    public void Batches_of_streamed_cells_are_those_of_cells_in_memory()
    {
        using SparseDataset held = Draw(StorageLimits.Default), streamed = Draw(new StorageLimits(1000, 1 << 24, TestFiles.TemporaryFolder()));
        Assert.Equal((false, true), (held.IsStreamed, streamed.IsStreamed));
        Assert.True(streamed.MemoryBytes < held.MemoryBytes);
        int[] order = new int[held.Count];
        new Rng(3).FillPermutation(order);
        float[] left = new float[64 * held.OutputSize], right = new float[left.Length];
        for (int start = 0; start + 64 <= order.Length; start += 64)
        {
            held.ReadRows(order.AsSpan(start, 64), left);
            streamed.ReadRows(order.AsSpan(start, 64), right);
            Assert.Equal(left, right);
        }
    }

    private static SparseDataset Draw(StorageLimits limits) => SyntheticCells.Draw(500, 80, 3, 1, 200, 4, 0, 1, "cells", limits);

    private static float[] Rows(SourceData data)
    {
        float[] rows = new float[data.Train.Count * data.Train.OutputSize];
        data.Train.ReadRows([.. Enumerable.Range(0, data.Train.Count)], rows);
        return rows;
    }
}
