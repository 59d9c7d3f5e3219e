using System.Text.Json;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Tests;

public sealed class RecordsJsonTests
{
    [Fact]
    public void AHistoryLineIsOneLineOfSnakeCase()
    {
        var entry = new HistoryEntry { Kind = "epoch", Epoch = 1, Step = 10, Seconds = 0.5, Values = new Dictionary<string, double?> { [Measures.TrainElbo] = -3.25, [Measures.Sigma2] = null } };
        string line = JsonSerializer.Serialize(entry, RecordsJson.Line.HistoryEntry);
        Assert.Equal("""{"kind":"epoch","epoch":1,"step":10,"seconds":0.5,"values":{"train.elbo":-3.25,"sigma2":null}}""", line);
        HistoryEntry? back = JsonSerializer.Deserialize(line, RecordsJson.Default.HistoryEntry);
        Assert.Equal(-3.25, back!.Values[Measures.TrainElbo]);
    }

    [Fact]
    public void WarningsStandInTheirEntryAndNowhereElse()
    {
        var entry = new HistoryEntry { Kind = "epoch", Epoch = 3, Step = 10, Seconds = 0.5, Values = new Dictionary<string, double?>(), Warnings = [new TrainingWarning(WatchMatters.Collapse, 3, "silent")] };
        string line = JsonSerializer.Serialize(entry, RecordsJson.Line.HistoryEntry);
        Assert.EndsWith(""","warnings":[{"matter":"collapse","epoch":3,"message":"silent"}]}""", line, StringComparison.Ordinal);
        Assert.Equal(entry.Warnings, JsonSerializer.Deserialize(line, RecordsJson.Default.HistoryEntry)!.Warnings);
    }

    /// <summary>What scripts read of trials: names in snake_case, outcomes as words, unknown as null.</summary>
    [Fact]
    public void TrialsHaveTheNamesThatAreDocumented()
    {
        PlanChange[] changes = [new PlanChange("objective.beta", "64", "1")];
        var finding = new Finding
        {
            Cause = "overweighted-kl", Severity = Severity.Error, Confidence = 0.5, Statement = "s",
            Counterfactual = new Counterfactual
            {
                Outcome = SuspectOutcome.ConvictedJointly, Changes = changes, MutualInformationWith = 0, IntervalWith = [0, 0.5], MutualInformationWithout = 2, IntervalWithout = [1.5, 2.5], Seconds = 3, ConfidenceBefore = null,
            },
        };
        const string expected = """
            {
              "cause": "overweighted-kl",
              "severity": "error",
              "confidence": 0.5,
              "statement": "s",
              "evidence": [],
              "prescriptions": [],
              "counterfactual": {
                "outcome": "convicted-jointly",
                "changes": [
                  {
                    "key": "objective.beta",
                    "before": "64",
                    "after": "1"
                  }
                ],
                "mutual_information_with": 0,
                "mutual_information_with_ci95": [
                  0,
                  0.5
                ],
                "mutual_information_without": 2,
                "mutual_information_without_ci95": [
                  1.5,
                  2.5
                ],
                "seconds": 3,
                "confidence_before": null
              }
            }
            """;
        Assert.Equal(expected.ReplaceLineEndings(), JsonSerializer.Serialize(finding, RecordsJson.Default.Finding).ReplaceLineEndings());
        var made = new Counterfactuals
        {
            BudgetSeconds = 60, Seconds = 7.5, Epochs = 20, Examples = 3500, IsWholeLength = true, Summary = "1 trial.",
            Trials = [new Trial { Without = ["overweighted-kl"], Changes = changes, Outcome = TrialOutcome.Untold, Seconds = 7, Note = "diverged" }],
        };
        const string all = """
            {
              "budget_seconds": 60,
              "seconds": 7.5,
              "epochs": 20,
              "examples": 3500,
              "is_whole_length": true,
              "control": null,
              "trials": [
                {
                  "without": [
                    "overweighted-kl"
                  ],
                  "changes": [
                    {
                      "key": "objective.beta",
                      "before": "64",
                      "after": "1"
                    }
                  ],
                  "outcome": "untold",
                  "mutual_information": null,
                  "shuffle_code": null,
                  "rate": null,
                  "elbo": null,
                  "verdict": null,
                  "seconds": 7,
                  "note": "diverged"
                }
              ],
              "summary": "1 trial.",
              "interrupted": false
            }
            """;
        string text = JsonSerializer.Serialize(made, RecordsJson.Default.Counterfactuals);
        Assert.Equal(all.ReplaceLineEndings(), text.ReplaceLineEndings());
        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize(text, RecordsJson.Default.Counterfactuals)!, RecordsJson.Default.Counterfactuals));
    }
}
