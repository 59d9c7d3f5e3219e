using System.Text.Json;
using Uncollapse.Data;
using Uncollapse.Data.Npy;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;

namespace Uncollapse.Training.Checkpoints;

/// <summary>
/// A checkpoint on disk: an .npz that numpy opens, one float32 array a tensor, <c>state.json</c> and <c>plan.yaml</c> beside them.
/// Written whole or not at all; read completely and checked before a single weight is touched.
/// </summary>
internal static class CheckpointFile
{
    /// <summary>What names of the optimiser's arrays begin with; readers that want the model alone pass over them.</summary>
    internal const string OptimizerPrefix = "optimizer.";

    private const string StateMember = "state.json";
    private const string PlanMember = "plan.yaml";

    internal static void Write(string path, Snapshot snapshot, Plan plan)
    {
        CheckpointState state = snapshot.State ?? throw new InvalidOperationException("nothing was taken");
        using var writer = new NpzWriter(path);
        writer.AddText(StateMember, JsonSerializer.Serialize(state, CheckpointJson.Default.CheckpointState));
        writer.AddText(PlanMember, PlanYaml.Format(plan));
        for (int i = 0; i < snapshot.Count; i++) writer.Add(snapshot.Name(i), snapshot.Values(i), snapshot.Shape(i));
        writer.Commit();
    }

    /// <summary>Fills tensors from a checkpoint of the same plan.</summary>
    /// <param name="path">The file.</param>
    /// <param name="plan">The plan to train or to look at.</param>
    /// <param name="tensors">Those to fill; the file must have all of them, and beyond them at most the optimiser's.</param>
    /// <returns>The position of the checkpoint.</returns>
    /// <exception cref="DataFormatException">
    /// The file is absent or damaged, an array is missing, of another shape or type or not finite, or the checkpoint belongs to another plan.
    /// </exception>
    internal static CheckpointState Read(string path, Plan plan, IReadOnlyList<NamedTensor> tensors)
    {
        using var file = NpzFile.Open(path);
        CheckpointState state = ReadState(file);
        CheckPlan(file, plan);
        var expected = tensors.Select(named => named.Name).ToHashSet(StringComparer.Ordinal);
        foreach (string name in file.Names)
        {
            if (!expected.Contains(name) && !name.StartsWith(OptimizerPrefix, StringComparison.Ordinal))
                throw new DataFormatException(path, name, "arrays of this model only", "an array it does not have");
        }

        float[][] values = [.. tensors.Select(named => ReadArray(file, named))];
        for (int i = 0; i < values.Length; i++) values[i].CopyTo(tensors[i].Tensor.Data);
        return state;
    }

    internal static int[] Extents(Shape shape)
    {
        int[] extents = new int[shape.Rank];
        for (int i = 0; i < extents.Length; i++) extents[i] = shape[i];
        return extents;
    }

    private static float[] ReadArray(NpzFile file, NamedTensor named)
    {
        NpyHeader header = file.ReadHeader(named.Name);
        int[] shape = Extents(named.Tensor.Shape);
        if (header.Kind != ElementKind.Float32 || !header.Shape.SequenceEqual(shape.Select(extent => (long)extent)))
        {
            throw new DataFormatException(
                file.Path, named.Name, $"Float32 [{string.Join(", ", shape)}]", $"{header.Kind} [{string.Join(", ", header.Shape)}]");
        }

        float[] values = file.Read(named.Name).ToSingle();
        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0 ? values : throw new DataFormatException(file.Path, $"{named.Name}: element {bad}", "a finite number", $"{values[bad]}");
    }

    private static CheckpointState ReadState(NpzFile file)
    {
        string text = file.ReadText(StateMember)
            ?? throw new DataFormatException(file.Path, "", $"a checkpoint, with a member {StateMember}", "an archive without it");
        try
        {
            CheckpointState? state = JsonSerializer.Deserialize(text, CheckpointJson.Default.CheckpointState);
            string? fault = state is null ? "null" : state.Fault();
            return fault is null ? state! : throw new DataFormatException(file.Path, StateMember, "the state of a training", fault);
        }
        catch (JsonException error)
        {
            throw new DataFormatException(file.Path, StateMember, "the state of a training in JSON", "something else", "", error);
        }
    }

    private static void CheckPlan(NpzFile file, Plan plan)
    {
        string text = file.ReadText(PlanMember) ?? throw new DataFormatException(file.Path, "", $"a member {PlanMember}", "an archive without it");
        Plan trained;
        try
        {
            trained = PlanYaml.Parse(text, PlanMember);
        }
        catch (PlanException error)
        {
            throw new DataFormatException(file.Path, PlanMember, "the plan of a training", error.Problems[0].ToString(), "", error);
        }

        IReadOnlyList<PlanKey> different = PlanDifference.Between(trained, plan);
        if (different.Count == 0) return;
        string What(Plan side) => string.Join(", ", different.Select(key => $"{key.Path}: {key.Format(side)}"));
        throw new DataFormatException(file.Path, PlanMember, What(plan), What(trained), "Undo the change of the plan, or train anew in another folder");
    }
}
