using Uncollapse.Records.History;
using Uncollapse.Records.Plans;
using Uncollapse.Training.Watching;

namespace Uncollapse.Training.Tests.Watching;

/// <summary>The watch on made-up histories: what it must see, when, and what it must leave alone.</summary>
public sealed class WatchJudgeTests
{
    private static readonly Plan _plan = new() { Data = new DataPlan { Source = "none" }, Training = new TrainingPlan { Epochs = 20 } };

    [Fact]
    public void A_silent_code_that_does_not_rise_is_warned_of_once_when_the_rest_has_settled()
    {
        // The gains in ELBO are 10, 1, 0.5, ...: after the third epoch the last is below 15 % of all.
        HistoryEntry[] history = [.. Enumerable.Range(1, 8).Select(epoch => Epoch(epoch, rate: 0.03, information: 0.02, trainElbo: epoch == 1 ? -60 : -50 + (1 - Math.Pow(0.5, epoch - 2))))];
        TrainingWarning warning = Assert.Single(WatchJudge.Judge(_plan, history));
        Assert.Equal((WatchMatters.Collapse, 3), (warning.Matter, warning.Epoch));
        Assert.Contains("0.02 nats (ceiling 5.0)", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_that_forms_slowly_is_left_alone_and_so_is_one_whose_training_is_far_from_settled()
    {
        // Away from a saddle a rate grows by a factor an epoch: here by 4 %, from next to nothing.
        Assert.Empty(Judge(8, epoch => Epoch(epoch, rate: 0.03 * Math.Pow(1.04, epoch), information: 0.02, trainElbo: -50)));
        // Half of what is missing is gained each epoch: the last gain falls below 15 % of all only later.
        Assert.Empty(Judge(3, epoch => Epoch(epoch, rate: 0.03, information: 0.02, trainElbo: -50 - (40 * Math.Pow(0.5, epoch)))));
        Assert.Empty(Judge(8, epoch => Epoch(epoch, rate: 3, information: 2.8, trainElbo: -50)));
        // Without a weight nothing presses the code.
        Assert.Empty(Judge(8, epoch => Epoch(epoch, rate: 0.03, information: 0.02, trainElbo: -50, weight: 0)));
    }

    [Fact]
    public void Without_signals_a_dead_rate_still_tells()
    {
        HistoryEntry[] bare = [.. Enumerable.Range(1, 5).Select(epoch => Epoch(epoch, rate: 0.01, information: null, trainElbo: -50))];
        TrainingWarning warning = Assert.Single(WatchJudge.Judge(_plan, bare));
        Assert.Equal(WatchMatters.Collapse, warning.Matter);
        Assert.DoesNotContain("ceiling", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_that_loses_what_it_held_while_the_weight_rises_is_fading_and_not_said_to_be_dead_besides()
    {
        double[] information = [4.8, 4.0, 2.9, 1.9, 1.1, 0.5, 0.1, 0.05, 0.04, 0.03, 0.03, 0.03];
        IReadOnlyList<TrainingWarning> warnings = Judge(12, epoch => Epoch(epoch, rate: information[epoch - 1], information: information[epoch - 1], trainElbo: -50, weight: 0.1 * epoch));
        TrainingWarning warning = Assert.Single(warnings);
        // 1.1 is the first below a quarter of 4.8.
        Assert.Equal((WatchMatters.Fading, 5), (warning.Matter, warning.Epoch));
        Assert.Contains("4.80", warning.Message, StringComparison.Ordinal);
        Assert.Contains("from 0.1 to 0.5", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_learned_variance_that_rises_while_the_rate_falls_spirals_and_one_that_falls_does_not()
    {
        IReadOnlyList<TrainingWarning> warnings = Judge(6, epoch => Epoch(epoch, rate: 3 - (0.4 * epoch), information: 2.5 - (0.3 * epoch), trainElbo: -50 + epoch, sigma2: 0.01 * Math.Pow(1.15, epoch)));
        TrainingWarning warning = Assert.Single(warnings, warning => warning.Matter == WatchMatters.VarianceSpiral);
        // 1.15 squared is the first power above 1.2.
        Assert.Equal(3, warning.Epoch);
        Assert.Empty(Judge(6, epoch => Epoch(epoch, rate: 3, information: 2.5, trainElbo: -50 + epoch, sigma2: 0.01 / epoch)));
        Assert.DoesNotContain(Judge(6, epoch => Epoch(epoch, rate: 3 + epoch, information: 2.5, trainElbo: -50 + epoch, sigma2: 0.01 * epoch)), one => one.Matter == WatchMatters.VarianceSpiral);
    }

    [Fact]
    public void A_rate_that_tells_nothing_is_a_constant_code_unless_the_information_is_at_its_ceiling()
    {
        Assert.Equal(WatchMatters.ConstantCode, Assert.Single(Judge(6, epoch => Epoch(epoch, rate: 4, information: 0.2, trainElbo: -50 + epoch))).Matter);
        Assert.Empty(Judge(6, epoch => Epoch(epoch, rate: 80, information: 4.9, trainElbo: -50 + epoch)));
        // It spends rate before it tells anything, and tells more each epoch.
        Assert.Empty(Judge(3, epoch => Epoch(epoch, rate: 4, information: 0.1 * epoch, trainElbo: -50 + epoch)));
    }

    [Fact]
    public void Validation_examples_that_get_worse_while_training_ones_get_better_are_overfitting()
    {
        // The distortion on validation examples falls from 70 to 60 by epoch 5 and rises by 1 an epoch then: by more than a tenth of ten from epoch 7 on, two in a row at 8.
        IReadOnlyList<TrainingWarning> warnings = Judge(9, epoch => Epoch(epoch, rate: 3, information: 2.8, trainElbo: -70 + (2 * epoch), distortion: epoch <= 5 ? 72.5 - (2.5 * epoch) : 55 + epoch));
        Assert.Equal((WatchMatters.Overfitting, 8), (Assert.Single(warnings).Matter, warnings[0].Epoch));
        Assert.Empty(Judge(9, epoch => Epoch(epoch, rate: 3, information: 2.8, trainElbo: -70 - (2 * epoch), distortion: 55 + epoch)));
    }

    [Fact]
    public void A_schedule_that_does_not_end_is_told_before_the_first_step()
    {
        Plan plan = _plan with { Objective = new ObjectivePlan { WarmupEpochs = 50 } };
        TrainingWarning warning = Assert.Single(WatchJudge.Judge(plan, [Start()]));
        Assert.Equal((WatchMatters.UnfinishedSchedule, 0), (warning.Matter, warning.Epoch));
        Assert.Contains("ends near 0.4 of 1", warning.Message, StringComparison.Ordinal);
        Assert.Empty(WatchJudge.Judge(plan with { Objective = new ObjectivePlan { WarmupEpochs = 20 } }, [Start()]));
    }

    public static TheoryData<string, string?> Schedules => new()
    {
        { "", null },
        { "objective.warmup_epochs=20", null },
        { "objective.warmup_epochs=50 objective.warmup_shape=cosine", "the KL weight grows over 50 epochs, of which there are 20: it ends near 0.345 of 1, no epoch can be the best" },
        { "objective.warmup_epochs=11 training.pretraining_epochs=10", "the KL weight grows over 11 epochs, of which 10 are left after the pretraining: it ends near 0.909 of 1" },
        { "objective.warmup_epochs=10 training.pretraining_epochs=10", null },
        { "objective.warmup_steps=200", null },
        { "objective.warmup_steps=201", "the KL weight grows over 201 steps, 20.1 epochs, of which there are 20: it ends near 0.995 of 1" },
        { "objective.cycles=4", null },
        { "objective.cycles=4 objective.ramp=1", null },
        { "objective.cycles=4 training.pretraining_epochs=8", "the KL weight rises anew in each of 4 cycles of 5 epochs, of which 12 are left after the pretraining: it ends near 0.8 of 1, in the middle of a rise" },
        { "objective.cycles=4 training.pretraining_epochs=7", null },
        { "objective.capacity=5 objective.capacity_epochs=20", null },
        { "objective.capacity=5 objective.capacity_epochs=50", "the capacity of the code grows over 50 epochs, of which there are 20: it ends near 2 of 5 nats, no epoch can be the best" },
        { "objective.target_rate=5", null },
        { "objective.beta=0 objective.warmup_epochs=50", null },
    };

    [Theory]
    [MemberData(nameof(Schedules))]
    public void Every_kind_of_schedule_is_judged_by_its_own_end(string settings, string? says)
    {
        Plan plan = settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(_plan, (made, setting) => PlanSchema.Find(setting.Split('=')[0])!.Parse(made, setting.Split('=')[1]));
        Assert.Empty(PlanValidation.Problems(plan));
        IReadOnlyList<TrainingWarning> found = WatchJudge.Judge(plan, [Start()], stepsPerEpoch: 10);
        Assert.Equal(says is null ? 0 : 1, found.Count);
        if (says is not null) Assert.StartsWith(says, found[0].Message, StringComparison.Ordinal);
        // What nobody tells of steps the first epoch's entry does.
        IReadOnlyList<TrainingWarning> untold = WatchJudge.Judge(plan, [Start(), Epoch(1, rate: 3, information: 2.8, trainElbo: -50)]);
        Assert.Equal(found.Select(warning => warning.Message), untold.Where(warning => warning.Matter == WatchMatters.UnfinishedSchedule).Select(warning => warning.Message));
    }

    [Fact]
    public void What_is_said_of_a_history_does_not_change_as_it_goes_on()
    {
        double[] information = [0.6, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05, 0.05, 0.04, 0.04, 0.04, 0.04];
        HistoryEntry[] history = [Start(), .. Enumerable.Range(1, 12).Select(epoch => Epoch(epoch, rate: 4 - (0.1 * epoch), information: information[epoch - 1], trainElbo: -60 + epoch, distortion: 50 + epoch, sigma2: 0.01 * epoch))];
        IReadOnlyList<TrainingWarning> whole = WatchJudge.Judge(_plan, history);
        Assert.True(whole.Count >= 3, $"{whole.Count} warnings");
        Assert.Equal(whole.Count, whole.Select(warning => warning.Matter).Distinct().Count());
        for (int length = 0; length <= history.Length; length++)
            Assert.Equal(whole.Where(warning => warning.Epoch < length), WatchJudge.Judge(_plan, history[..length]));
    }

    private static IReadOnlyList<TrainingWarning> Judge(int epochs, Func<int, HistoryEntry> epoch) => WatchJudge.Judge(_plan, [Start(), .. Enumerable.Range(1, epochs).Select(epoch)]);

    private static HistoryEntry Start() => new() { Kind = "start", Epoch = 0, Step = 0, Seconds = 0, Values = new Dictionary<string, double?>() };

    private static HistoryEntry Epoch(int epoch, double rate, double? information, double trainElbo, double weight = 1, double? sigma2 = null, double distortion = 50)
    {
        var values = new Dictionary<string, double?>
        {
            [Measures.TrainElbo] = trainElbo, [Measures.TrainRate] = rate, [Measures.TrainDistortion] = -trainElbo - rate,
            [Measures.ValidationRate] = rate, [Measures.ValidationDistortion] = distortion, [Measures.ValidationElbo] = -rate - distortion, [Measures.KlWeight] = weight,
        };
        if (information is { } told) (values[Measures.ValidationInformation], values[Measures.ValidationInformationCeiling]) = (told, 5);
        if (sigma2 is { } variance) values[Measures.Sigma2] = variance;
        return new HistoryEntry { Kind = "epoch", Epoch = epoch, Step = epoch * 10, Seconds = epoch, Values = values };
    }
}
