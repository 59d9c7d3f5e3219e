using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Uncollapse.Cli.Commands;
using Uncollapse.Cli.Errors;

namespace Uncollapse.Cli;

/// <summary>The JSON documents of the commands: snake_case, indented, unknown is null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(CompletionDocument))]
internal sealed partial class CliJson : JsonSerializerContext
{
    internal static string Text<T>(T document) => JsonSerializer.Serialize(document, (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!);
}
