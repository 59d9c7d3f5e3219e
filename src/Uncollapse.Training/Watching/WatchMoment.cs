using Uncollapse.Records.History;

namespace Uncollapse.Training.Watching;

/// <summary>What the rules of a watch look at of an epoch; NaN where it was not recorded, which no rule holds for.</summary>
internal sealed record WatchMoment
{
    internal required int Epoch { get; init; }

    internal required double Rate { get; init; }

    /// <summary>The information; where nobody measured it the rate, which bounds it from above: a dead rate still tells.</summary>
    internal required double Information { get; init; }

    internal required bool IsMeasured { get; init; }

    internal required double Ceiling { get; init; }

    internal required double Weight { get; init; }

    internal required double Sigma2 { get; init; }

    internal required double TrainElbo { get; init; }

    internal required double TrainRate { get; init; }

    internal required double TrainDistortion { get; init; }

    internal required double Distortion { get; init; }

    /// <summary>Distortion + weight x rate on training examples: what is trained, lower is better.</summary>
    internal double TrainLoss => TrainDistortion + (Weight * TrainRate);

    /// <summary>The same on validation examples.</summary>
    internal double ValidationLoss => ValidationLossAt(Weight);

    /// <summary>The same as if the weight were another: losses of different weights do not compare.</summary>
    internal double ValidationLossAt(double weight) => Distortion + (weight * Rate);

    internal static WatchMoment Of(HistoryEntry entry)
    {
        double Value(string name) => entry.Values.GetValueOrDefault(name) ?? double.NaN;
        double rate = Value(Measures.ValidationRate), information = Value(Measures.ValidationInformation);
        return new WatchMoment
        {
            Epoch = entry.Epoch,
            Rate = rate,
            Information = double.IsFinite(information) ? information : rate,
            IsMeasured = double.IsFinite(information),
            Ceiling = Value(Measures.ValidationInformationCeiling),
            Weight = Value(Measures.KlWeight),
            Sigma2 = Value(Measures.Sigma2),
            TrainElbo = Value(Measures.TrainElbo),
            TrainRate = Value(Measures.TrainRate),
            TrainDistortion = Value(Measures.TrainDistortion),
            Distortion = Value(Measures.ValidationDistortion),
        };
    }
}
