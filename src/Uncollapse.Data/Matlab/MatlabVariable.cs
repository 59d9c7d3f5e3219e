using Uncollapse.Data.Npy;

namespace Uncollapse.Data.Matlab;

/// <summary>A variable of a MATLAB file: numbers, text, or a cell array of such. Kinds that are not read are kept by name only.</summary>
public sealed class MatlabVariable
{
    internal MatlabVariable(string name, string className, int[] axes, NpyArray? numbers = null, string? text = null, IReadOnlyList<MatlabVariable>? cells = null)
    {
        Name = name;
        ClassName = className;
        Axes = axes;
        Numbers = numbers;
        Text = text;
        Cells = cells;
    }

    /// <summary>The variable's name; empty for the cells of a cell array.</summary>
    public string Name { get; }

    /// <summary>MATLAB's name for its class: <c>double</c>, <c>uint8</c>, <c>cell</c>, <c>struct</c>, ...</summary>
    public string ClassName { get; }

    /// <summary>Length of each axis, as MATLAB counts them.</summary>
    public IReadOnlyList<int> Axes { get; }

    /// <summary>The numbers, brought into C order (last axis fastest); null when it is not a numeric or logical array.</summary>
    public NpyArray? Numbers { get; }

    /// <summary>The text of a character array, row after row; null when it is none.</summary>
    public string? Text { get; }

    /// <summary>The cells of a cell array in MATLAB's order (first axis fastest); null when it is none.</summary>
    public IReadOnlyList<MatlabVariable>? Cells { get; }
}
