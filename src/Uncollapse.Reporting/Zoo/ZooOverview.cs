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
            " that has the same data, seed and everything else. Whatever differs between the two curves was caused by the one change that is shown."),
        Tag.P("Three words recur. The ", Tag.Strong("rate"), " is what the code costs, the mean KL of q(z|x) from the prior. The ", Tag.Strong("mutual information"),
            " is what it tells of the example, and never more than the rate. The ", Tag.Strong("use"),
            " is what the decoder loses when it is given another example's code. A healthy model has all three; collapse can hide in any one of them."),
    ];

    internal static Section Of(ZooContent content)
    {
        List<Node> body = [TableView.Of(ZooTable.Of(content.Record), "wide")];
        if (content.Record.Confusion.Count == 0)
        {
            body.Add(Tag.Note("Which cause a diagnosis names is not scored here: this version's diagnoses accuse none of these causes. The signs below were chosen knowing what was planted."));
        }

        return new Section("overview", "All cases", body);
    }
}
