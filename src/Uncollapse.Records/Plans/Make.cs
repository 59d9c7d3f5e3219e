namespace Uncollapse.Records.Plans;

/// <summary>Makes <see cref="PlanKey"/>s, one method a type of value.</summary>
internal static class Make
{
    internal static PlanKey Text(string path, string summary, Func<Plan, string> get, Func<Plan, string, Plan> set) =>
        new(path, "text", summary, get, (p, t) => set(p, PlanValue.IsNull(t) ? throw new FormatException() : t), null);

    internal static PlanKey NullableText(string path, string summary, Func<Plan, string?> get, Func<Plan, string?, Plan> set, Func<Plan, bool>? applies = null) =>
        new(path, "text or null", summary, p => get(p) ?? PlanValue.Null, (p, t) => set(p, PlanValue.IsNull(t) ? null : t), applies);

    internal static PlanKey TextList(string path, string summary, Func<Plan, IReadOnlyList<string>> get, Func<Plan, IReadOnlyList<string>, Plan> set) =>
        new(path, "a list of texts", summary, p => get(p).Count == 0 ? PlanValue.Null : string.Join(',', get(p)), (p, t) => set(p, ParseTexts(t)), null);

    internal static PlanKey Int(string path, string summary, Func<Plan, int> get, Func<Plan, int, Plan> set, Func<Plan, bool>? applies = null) =>
        new(path, "an integer", summary, p => PlanValue.Format(get(p)), (p, t) => set(p, PlanValue.Int(t)), applies);

    internal static PlanKey Long(string path, string summary, Func<Plan, long> get, Func<Plan, long, Plan> set) =>
        new(path, "an integer", summary, p => PlanValue.Format(get(p)), (p, t) => set(p, PlanValue.Long(t)), null);

    internal static PlanKey NullableInt(string path, string summary, Func<Plan, int?> get, Func<Plan, int?, Plan> set, Func<Plan, bool>? applies = null) =>
        new(path, "an integer or null", summary, p => get(p) is { } v ? PlanValue.Format(v) : PlanValue.Null, (p, t) => set(p, PlanValue.IsNull(t) ? null : PlanValue.Int(t)), applies);

    internal static PlanKey Double(string path, string summary, Func<Plan, double> get, Func<Plan, double, Plan> set, Func<Plan, bool>? applies = null) =>
        new(path, "a number", summary, p => PlanValue.Format(get(p)), (p, t) => set(p, PlanValue.Double(t)), applies);

    internal static PlanKey NullableDouble(string path, string summary, Func<Plan, double?> get, Func<Plan, double?, Plan> set, Func<Plan, bool>? applies = null) =>
        new(path, "a number or null", summary, p => get(p) is { } v ? PlanValue.Format(v) : PlanValue.Null, (p, t) => set(p, PlanValue.IsNull(t) ? null : PlanValue.Double(t)), applies);

    internal static PlanKey IntList(string path, string summary, Func<Plan, IReadOnlyList<int>> get, Func<Plan, IReadOnlyList<int>, Plan> set, Func<Plan, bool>? applies = null) =>
        new(path, "a list of integers", summary, p => string.Join(',', get(p).Select(v => PlanValue.Format(v))), (p, t) => set(p, ParseList(t)), applies);

    internal static PlanKey Bool(string path, string summary, Func<Plan, bool> get, Func<Plan, bool, Plan> set, Func<Plan, bool>? applies = null) =>
        new(path, "true|false", summary, p => get(p) ? "true" : "false", (p, t) => set(p, PlanValue.Bool(t)), applies);

    internal static PlanKey Enum<TEnum>(string path, string summary, Func<Plan, TEnum> get, Func<Plan, TEnum, Plan> set, Func<Plan, bool>? applies = null)
        where TEnum : struct, Enum => OneOf(path, summary, System.Enum.GetValues<TEnum>(), get, set, applies);

    /// <summary>A key that takes some of an enumeration's values.</summary>
    internal static PlanKey OneOf<TEnum>(string path, string summary, IReadOnlyList<TEnum> allowed, Func<Plan, TEnum> get, Func<Plan, TEnum, Plan> set, Func<Plan, bool>? applies = null)
        where TEnum : struct, Enum =>
        new(path, PlanValue.EnumType(allowed), summary, p => PlanValue.Kebab(get(p)), (p, t) => set(p, PlanValue.Enum(t, allowed)), applies);

    private static string[] ParseTexts(string text) => PlanValue.IsNull(text) ? [] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static int[] ParseList(string text) =>
        text.Length == 0 || text == "none" ? [] : [.. text.Split(',').Select(item => PlanValue.Int(item.Trim()))];
}
