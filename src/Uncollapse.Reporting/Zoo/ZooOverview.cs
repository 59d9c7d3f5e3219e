using Uncollapse.Reporting.Html;
using Uncollapse.Reporting.Sections;
using Uncollapse.Reporting.Tables;

namespace Uncollapse.Reporting.Zoo;

/// <summary>What the zoo is, how its page is read, and all cases in one table.</summary>
internal static class ZooOverview
{
    internal static string Facts(ZooContent content)
    {
        long[] seeds = [.. content.Record.Cases.Select(one => one.Seed).Distinct()];
        return string.Join(" · ",
            Numbers.Plural(content.Exhibits.Count, "case"), seeds.Length == 1 ? $"seed {seeds[0]}" : Numbers.Plural(seeds.Length, "seed"),
            $"trained and diagnosed in {Numbers.Duration(content.Record.Seconds)}");
    }

    internal static IEnumerable<Element> Introduction() =>
    [
        Tag.P(
            "A variational autoencoder describes an example x by a code z: the encoder says q(z|x), the decoder says p(x|z), and a prior p(z) keeps the codes in one place. ",
            Tag.Strong("Posterior collapse"), " is when q(z|x) becomes the prior for every x, or when the decoder stops listening. The loss still falls and nothing crashes; the code just says nothing."),
        Tag.P(
            "There are many ways to get there. Each section below plants one of them, alone, in a small model, beside a ", Tag.Strong("healthy twin"),
            " that has the same data, seed and everything else. Whatever differs between the two curves was caused by the change that is shown: one key of the plan, or two that belong together."),
        Tag.P("Three words recur. The ", Tag.Strong("rate"), " is what the code costs, the mean KL of q(z|x) from the prior. The ", Tag.Strong("mutual information"),
            " is what it tells of the example, and never more than the rate. The ", Tag.Strong("use"),
            " is what the decoder loses when it is given another example's code. A healthy model has all three; collapse can hide in any one of them."),
    ];

    internal static Section Of(ZooContent content)
    {
        return new Section(
            "overview", "All cases",
            [
                TableView.Of(ZooTable.Of(content.Record), "wide stacked"),
                Tag.Note("Verdict and diagnosis are those of uncollapse diagnose, which knows the model, its plan and the data, but not what was planted. The signs were chosen knowing it: they prove that the plant is real."),
            ]);
    }
}
