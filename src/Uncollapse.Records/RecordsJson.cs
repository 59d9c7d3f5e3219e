using System.Text.Json;
using System.Text.Json.Serialization;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.History;
using Uncollapse.Records.Sweeps;
using Uncollapse.Records.Treatments;
using Uncollapse.Records.Zoo;

namespace Uncollapse.Records;

/// <summary>The JSON of all records: snake_case, indented for files. History lines use <see cref="Line"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Diagnosis))]
[JsonSerializable(typeof(Prediction))]
[JsonSerializable(typeof(HistoryAudit))]
[JsonSerializable(typeof(RunInfo))]
[JsonSerializable(typeof(HistoryEntry))]
[JsonSerializable(typeof(PreventionRecord))]
[JsonSerializable(typeof(SweepRecord))]
[JsonSerializable(typeof(TreatmentRecord))]
[JsonSerializable(typeof(ZooRecord))]
public sealed partial class RecordsJson : JsonSerializerContext
{
    private static RecordsJson? _line;

    /// <summary>The same, one record a line, for <c>history.jsonl</c>.</summary>
    public static RecordsJson Line => _line ??= new(new JsonSerializerOptions(Default.GeneratedSerializerOptions!) { WriteIndented = false });
}
