using Uncollapse.Records.Plans;

namespace Uncollapse.Records.Tests.Plans;

/// <summary>A key that would be ignored is a problem, wherever the plan comes from.</summary>
public sealed class IdleKeysTests
{
    public static TheoryData<string> Models => ["plain", "pixelcnn", "tokens", "sphere", "optimal"];

    [Fact]
    public void A_plan_made_in_code_is_refused_as_a_file_is()
    {
        var plan = new Plan { Model = new ModelPlan { Posterior = new PosteriorPlan { Kind = PosteriorKind.Full, CentredScale = 1 } } };
        Assert.Equal("model.posterior.centred_scale", Assert.Single(PlanValidation.Problems(plan)).Key);
        Assert.Throws<PlanException>(() => PlanValidation.Validate(plan));
        PlanProblem read = Assert.Single(Assert.Throws<PlanException>(() => PlanYaml.Parse("model:\n  posterior:\n    kind: full\n    centred_scale: 1\n")).Problems);
        Assert.Equal(("model.posterior.centred_scale", 4), (read.Key, read.Line));
        // At its default it does no harm in a record; in a file somebody wrote it down.
        Assert.Equal(4, Assert.Single(Assert.Throws<PlanException>(() => PlanYaml.Parse("model:\n  posterior:\n    kind: full\n    centred_scale: null\n")).Problems).Line);
    }

    /// <summary>Every key of the schema beside every kind of model: it applies, or it is refused, and without it the plan is the one before.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Every_key_applies_or_is_refused(string model)
    {
        Plan plan = Model(model);
        Assert.Empty(PlanValidation.Problems(plan));
        int idle = 0;
        foreach (PlanKey key in PlanSchema.Keys.Where(key => !key.Applies(plan)))
        {
            Plan changed = key.Parse(plan, Other(key, plan));
            // A key of data.text says by itself that the data are text.
            if (key.Applies(changed)) continue;
            Assert.NotEqual(key.Format(plan), key.Format(changed));
            Assert.Contains(key.Path, PlanValidation.Problems(changed).Select(problem => problem.Key));
            Assert.Equal(plan, PlanSchema.WithoutIdle(changed));
            idle++;
        }

        Assert.InRange(idle, 3, PlanSchema.Keys.Count);
        Assert.Equal(plan, PlanYaml.Parse(PlanYaml.Format(plan)));
    }

    [Fact]
    public void What_only_the_other_network_has_is_refused()
    {
        static string[] Keys(NetworkPlan encoder, NetworkPlan decoder) =>
            [.. PlanValidation.Problems(new Plan { Model = new ModelPlan { Encoder = encoder, Decoder = decoder } }).Select(problem => problem.Key)];
        Assert.Equal(["model.encoder.context", "model.encoder.context_dropout", "model.encoder.code_skip"], Keys(new NetworkPlan { Context = 2, ContextDropout = 0.5, CodeSkip = true }, new NetworkPlan()));
        Assert.Equal(["model.encoder.heads", "model.encoder.code_entry"], Keys(new NetworkPlan { Heads = 8, CodeEntry = CodeEntry.Start }, new NetworkPlan()));
        Assert.Equal(["model.decoder.bidirectional"], Keys(new NetworkPlan(), new NetworkPlan { Bidirectional = true }));
    }

    [Fact]
    public void One_fault_is_one_problem()
    {
        var plan = new Plan { Model = new ModelPlan { Posterior = new PosteriorPlan { CentredScale = 1, UpperUnits = 1 } } };
        Assert.Equal("model.posterior.centred_scale", Assert.Single(PlanValidation.Problems(plan)).Key);
    }

    private static Plan Model(string name)
    {
        ModelPlan model = name switch
        {
            "pixelcnn" => new ModelPlan { Decoder = new NetworkPlan { Kind = NetworkKind.Pixelcnn, Channels = [8] } },
            "tokens" => new ModelPlan
            {
                Encoder = new NetworkPlan { Kind = NetworkKind.Lstm }, Decoder = new NetworkPlan { Kind = NetworkKind.Transformer },
                Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Categorical },
            },
            "sphere" => new ModelPlan { Posterior = new PosteriorPlan { Kind = PosteriorKind.VonMisesFisher } },
            "optimal" => new ModelPlan { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Optimal } },
            _ => new ModelPlan(),
        };
        return new Plan { Model = model };
    }

    /// <summary>A value of the key's type that it has not.</summary>
    private static string Other(PlanKey key, Plan plan)
    {
        string now = key.Format(plan);
        return (key.Type.Contains('|', StringComparison.Ordinal) ? key.Type.Split('|') : key.Type switch
        {
            "a list of integers" => ["7"],
            "an integer" or "an integer or null" => ["2", "3"],
            "a number" or "a number or null" => ["0.25", "0.5"],
            _ => ["other"],
        }).First(value => value != now);
    }
}
