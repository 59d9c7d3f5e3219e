using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Synthetic;

/// <summary>The words and rules of <c>synthetic:sentences</c>.</summary>
internal static class SentenceGrammar
{
    /// <summary>Names of the tenses, in the order of their classes.</summary>
    public static readonly string[] Tenses = ["past", "present", "future"];

    /// <summary>Names of the numbers, in the order of their classes.</summary>
    public static readonly string[] Numbers = ["singular", "plural"];

    /// <summary>Names of the sentiments, in the order of their classes.</summary>
    public static readonly string[] Sentiments = ["positive", "negative"];

    // One person, several, the verb, with -s, in the past, two things, a preposition, a place. No two topics share one but the preposition.
    private static readonly string[][] Topics =
    [
        .. new[]
        {
            "chef chefs cook cooks cooked soup bread in kitchen",
            "sailor sailors steer steers steered ship ferry in harbour",
            "doctor doctors treat treats treated fever wound in hospital",
            "teacher teachers explain explains explained lesson poem at school",
            "farmer farmers harvest harvests harvested wheat barley on field",
            "singer singers perform performs performed song opera on stage",
            "judge judges weigh weighs weighed verdict appeal in court",
            "painter painters sketch sketches sketched portrait mural in studio",
            "pilot pilots land lands landed plane glider at airport",
            "miner miners dig digs dug coal copper in mine",
            "baker bakers glaze glazes glazed cake pastry at bakery",
            "soldier soldiers guard guards guarded bridge tower at border",
            "programmer programmers debug debugs debugged compiler kernel at office",
            "gardener gardeners water waters watered rose tulip in garden",
            "banker bankers audit audits audited loan mortgage in bank",
            "astronomer astronomers observe observes observed comet galaxy at observatory",
        }.Select(topic => topic.Split(' ')),
    ];

    private static readonly string[][] Adjectives = [["clever", "cheerful", "kind", "brave"], ["clumsy", "gloomy", "rude", "lazy"]];
    private static readonly string[][] Adverbs = [["yesterday", "earlier"], ["today", "now"], ["tomorrow", "soon"]];
    private static readonly string[][] Moods = [["with great joy", "with quiet pride"], ["with deep despair", "with open anger"]];

    /// <summary>Names of the topics: their persons.</summary>
    public static IReadOnlyList<string> TopicNames { get; } = [.. Topics.Select(topic => topic[0])];

    /// <summary>A sentence of 4 to 14 words.</summary>
    /// <param name="topic">Which of the topics.</param>
    /// <param name="tense">Which of the tenses.</param>
    /// <param name="number">Which of the numbers.</param>
    /// <param name="sentiment">Which of the sentiments.</param>
    /// <param name="rng">The choices that no factor makes: which thing, which adjective, what is said at all.</param>
    public static string Speak(int topic, int tense, int number, int sentiment, Rng rng)
    {
        string[] words = Topics[topic];
        bool plural = number == 1;
        bool Coin(string name) => rng.Fork(name).NextInt(2) == 1;
        string Pick(string name, string[] among) => among[rng.Fork(name).NextInt(among.Length)];
        string verb = tense switch
        {
            0 => words[4],
            1 => plural ? words[2] : words[3],
            _ => $"will {words[2]}",
        };
        List<string> parts = [plural ? Pick("article", ["the", "some"]) : Pick("article", ["the", "one"])];
        if (Coin("adjective"))
            parts.Add(Pick("which adjective", Adjectives[sentiment]));
        parts.AddRange([words[number], verb]);
        if (Coin("the"))
            parts.Add("the");
        parts.Add(words[5 + rng.Fork("thing").NextInt(2)]);
        if (Coin("place"))
            parts.Add($"{words[7]} the {words[8]}");
        if (Coin("adverb"))
            parts.Add(Pick("which adverb", Adverbs[tense]));
        if (Coin("mood"))
            parts.Add(Pick("which mood", Moods[sentiment]));
        return string.Join(' ', parts);
    }
}
