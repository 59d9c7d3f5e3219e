using System.Text.Json.Serialization;

namespace Uncollapse.Records.Diagnoses;

/// <summary>What a counterfactual training showed beside its control.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrialOutcome>))]
public enum TrialOutcome
{
    /// <summary>Nothing: it was cut off, diverged or was never begun, or its control carries information itself.</summary>
    [JsonStringEnumMemberName("untold")]
    Untold,

    /// <summary>Information and its use stayed where the control's are.</summary>
    [JsonStringEnumMemberName("stayed")]
    Stayed,

    /// <summary>Both intervals rose above the control's.</summary>
    [JsonStringEnumMemberName("returned")]
    Returned,

    /// <summary>Information left the control's interval, as where a schedule is brought to its end: the control's numbers belong to another objective.</summary>
    [JsonStringEnumMemberName("changed")]
    Changed,
}
