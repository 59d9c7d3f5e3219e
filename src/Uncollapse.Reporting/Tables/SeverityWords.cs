using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Reporting.Tables;

/// <summary>A severity in words and tone.</summary>
internal static class SeverityWords
{
    internal static string Of(Severity severity) => severity switch
    {
        Severity.Error => "Error",
        Severity.Warning => "Warning",
        _ => "Note",
    };

    internal static Tone Tone(Severity severity) => severity switch
    {
        Severity.Error => Tables.Tone.Bad,
        Severity.Warning => Tables.Tone.Warning,
        _ => Tables.Tone.Muted,
    };
}
