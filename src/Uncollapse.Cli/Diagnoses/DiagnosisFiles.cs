using System.Text.Json;
using Uncollapse.Records;
using Uncollapse.Reporting;
using Uncollapse.Training.Runs;

namespace Uncollapse.Cli.Diagnoses;

/// <summary>What a diagnosis leaves in a folder: <c>diagnosis.json</c>, <c>report.html</c> and the pictures.</summary>
internal static class DiagnosisFiles
{
    internal const string DiagnosisName = "diagnosis.json";
    internal const string ReportName = "report.html";

    /// <summary>The diagnosis as its file holds it, and as <c>--json</c> writes it.</summary>
    internal static string Json(Records.Diagnoses.Diagnosis diagnosis) => JsonSerializer.Serialize(diagnosis, RecordsJson.Default.Diagnosis);

    /// <summary>Writes all files; each is there whole or not at all.</summary>
    /// <returns>The files' paths.</returns>
    internal static IReadOnlyList<string> Write(string folder, ReportContent content)
    {
        Directory.CreateDirectory(folder);
        var written = new List<string>();
        foreach (Picture picture in content.Pictures)
        {
            written.Add(Path.Combine(folder, RunFolder.PictureFolder, RunFolder.ReportPicture + picture.Name));
            AtomicFile.WriteBytes(written[^1], picture.Png);
        }

        if (content.Diagnosis is { } diagnosis)
        {
            written.Add(Path.Combine(folder, DiagnosisName));
            AtomicFile.WriteText(written[^1], Json(diagnosis) + "\n");
        }

        written.Add(Path.Combine(folder, ReportName));
        AtomicFile.Write(written[^1], stream => Report.Write(content, stream));
        return written;
    }
}
