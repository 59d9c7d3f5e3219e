using System.Globalization;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Matlab;
using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Sources;

/// <summary>
/// A MATLAB file as a data set. Examples are the rows of a matrix (the columns with transpose), the last axis of a larger array (the
/// first with transpose=false), or the cells of a cell array, row by row of the cells.
/// </summary>
internal static class MatlabSource
{
    /// <summary>Opens a file.</summary>
    public static SourceData Open(LoadContext context)
    {
        IReadOnlyList<MatlabVariable> variables = MatlabReader.Read(context.Source);
        bool transpose = context.Options.Transpose == true;
        Candidate[] candidates = [.. variables.Where(IsReadable).Select(variable => Describe(variable, context.Options.Transpose))];
        Choice choice = Choice.Among(context.Source, candidates, context.Options.Variable, "Name it: --variable NAME, or ?variable=NAME after the path")
            ?? throw new DataFormatException(context.Source, "", "a numeric matrix or a cell array of them", variables.Count == 0 ? "no variables" : string.Join(", ", variables.Select(v => $"{v.Name} ({v.ClassName})")));
        MatlabVariable Find(Candidate candidate) => variables.First(variable => variable.Name == candidate.Name);
        DenseDataset? Load(Candidate? candidate, Split split)
        {
            if (candidate is null)
                return null;
            MatlabVariable variable = Find(candidate);
            NpyArray array = variable.Cells is null ? Orient(variable, context) : StackCells(context.Source, variable);
            LabelColumn[] labels = [.. choice.Labels.GetValueOrDefault(split, []).Where(l => l.VectorLength == array.Shape[0]).Select(l => LabelColumn.FromValues(l.Name, Find(l).Numbers!.ToDouble())), .. CellLabels(variables, variable)];
            string name = choice.Validation is null && choice.Test is null ? context.Name : $"{context.Name}/{split.ToString().ToLowerInvariant()}";
            context.Note(string.Create(CultureInfo.InvariantCulture, $"variable '{variable.Name}' gives {array.Shape[0]} examples; ?transpose={(transpose ? "false" : "true")} takes the other axis"));
            return ArrayLoader.FromArray(context.Source, array, context, name, "matlab", labels);
        }
        return new SourceData(Load(choice.Train, Split.Train)!, Load(choice.Validation, Split.Validation), Load(choice.Test, Split.Test));
    }

    private static bool IsReadable(MatlabVariable variable) => variable.Numbers is { Count: > 0 } || IsPictureCells(variable);

    private static bool IsPictureCells(MatlabVariable variable) => variable.Cells is { Count: > 0 } cells && cells.All(cell => cell.Numbers is { Count: > 1 });

    private static Candidate Describe(MatlabVariable variable, bool? transpose)
    {
        if (variable.Cells is { } cells)
            return new Candidate(variable.Name, [cells.Count, cells[0].Numbers!.Count], IsNumeric: true);
        long[] axes = [.. variable.Axes.Select(length => (long)length)];
        bool lastFirst = transpose ?? axes.Length > 2;
        return new Candidate(variable.Name, lastFirst ? [axes[^1], .. axes[..^1]] : axes, IsNumeric: true);
    }

    private static NpyArray Orient(MatlabVariable variable, LoadContext context)
    {
        bool lastFirst = context.Options.Transpose ?? variable.Axes.Count > 2;
        return lastFirst ? variable.Numbers!.LastAxisFirst() : variable.Numbers!;
    }

    /// <summary>Cells of equal shape as one array, row by row of the cell array.</summary>
    private static NpyArray StackCells(string path, MatlabVariable variable)
    {
        IReadOnlyList<MatlabVariable> cells = variable.Cells!;
        NpyArray first = cells[0].Numbers!;
        int rows = variable.Axes[0];
        int columns = cells.Count / Math.Max(1, rows);
        byte[] stacked = new byte[(long)first.Bytes.Length * cells.Count];
        for (int i = 0; i < cells.Count; i++)
        {
            int place = (i % rows * columns) + (i / rows);
            NpyArray cell = cells[i].Numbers!;
            if (cell.Kind != first.Kind || !cell.Shape.SequenceEqual(first.Shape))
                throw new DataFormatException(path, $"{variable.Name}, cell {i}", $"{first.Kind} of {string.Join(" x ", first.Shape)}, as the first cell", $"{cell.Kind} of {string.Join(" x ", cell.Shape)}");
            cell.Bytes.CopyTo(stacked.AsSpan(place * first.Bytes.Length));
        }
        return new NpyArray(first.Kind, first.ElementSize, [cells.Count, .. first.Shape], stacked);
    }

    /// <summary>Texts for the rows of a cell array of pictures: one class a row of cells.</summary>
    private static IEnumerable<LabelColumn> CellLabels(IReadOnlyList<MatlabVariable> variables, MatlabVariable pictures)
    {
        if (pictures.Cells is null)
            yield break;
        int rows = pictures.Axes[0];
        int columns = pictures.Cells.Count / Math.Max(1, rows);
        foreach (MatlabVariable variable in variables)
        {
            if (ReferenceEquals(variable, pictures) || variable.Cells is not { } texts || texts.Count != rows || columns < 1)
                continue;
            string?[] names = [.. texts.Select(cell => cell.Text)];
            if (names.All(name => name is not null))
                yield return LabelColumn.FromText(variable.Name, [.. Enumerable.Range(0, rows * columns).Select(i => names[i / columns]!)]);
        }
    }
}
