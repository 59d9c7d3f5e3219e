namespace Uncollapse.Records.Plans;

/// <summary>What a source holds, where its content leaves that open.</summary>
public enum DataKind
{
    /// <summary>As its content shows.</summary>
    Auto,

    /// <summary>Numbers; a text is refused.</summary>
    Array,

    /// <summary>Sentences, one a line, even where they look like a table or another format made of text.</summary>
    Text,

    /// <summary>Counts: whole numbers from 0 of genes or words, whatever the format; anything else is refused.</summary>
    Counts,
}
