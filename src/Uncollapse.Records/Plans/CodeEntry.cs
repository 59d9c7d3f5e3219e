namespace Uncollapse.Records.Plans;

/// <summary>How the code enters a decoder over tokens.</summary>
public enum CodeEntry
{
    /// <summary>Into the first state (recurrent), or as a prefix token (transformer).</summary>
    Start,

    /// <summary>Into every step's input: concatenated (recurrent) or added (transformer).</summary>
    Steps,

    /// <summary>Both.</summary>
    Both,

    /// <summary>Not at all: the decoder is a language model, the floor that a code must beat.</summary>
    None,
}
