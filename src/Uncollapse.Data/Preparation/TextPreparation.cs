using System.Globalization;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Preparation;

/// <summary>Encodes the splits of a text by the vocabulary of its training split.</summary>
internal static class TextPreparation
{
    public static PreparedData Prepare(SourceData source, DataPlan plan, (TextDataset Train, DenseDataset Validation, DenseDataset Test) splits, Vocabulary? vocabulary)
    {
        string path = splits.Train.Provenance.Source;
        if (plan.Binarise != Binarisation.None)
            throw new DataFormatException(path, "data.binarise", "numbers to make binary", "a text", "Leave binarise out: a text has token ids");
        if (plan.Scale is Scaling.Unit or Scaling.Standardise)
            throw new DataFormatException(path, "data.scale", "numbers to scale", "a text", "Leave scale out: a text has token ids");
        TextPlan text = plan.Text ?? new TextPlan();
        TextPart[] heldOut = [((TextDataset)splits.Validation).Part, ((TextDataset)splits.Test).Part];
        (TextDataset train, TextDataset?[] others) = TextCoding.Code(splits.Train.Part, heldOut, text, vocabulary);
        TextDataset[] all = [train, .. others.Select(other => other!)];
        int cut = text.MaxLength is null ? 0 : all.Sum(part => part.CountTokens().Cut);
        string unit = text.Unit == TextUnit.Word ? "word" : "character";
        string cutWords = cut == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {cut} sentences cut to {text.MaxLength} tokens");
        string words = string.Create(CultureInfo.InvariantCulture, $"ids of {train.Vocabulary.Count} {unit}s{(text.Lower ? " in small letters" : "")}, rows of {train.OutputSize}{cutWords}");
        var transform = new ValueTransform([0], [1], Binarisation.None, default, words);
        var conditions = ConditionSet.Learn(plan.Condition, source, all[0], all[1], all[2]);
        return PreparedData.Of(
            source,
            plan with { Text = text },
            new DataView("train", all[0], transform, conditions),
            new DataView("validation", all[1], transform, conditions),
            new DataView("test", all[2], transform, conditions));
    }
}
