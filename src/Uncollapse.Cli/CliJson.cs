using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Uncollapse.Cli.Commands;
using Uncollapse.Cli.Errors;
using Uncollapse.Cli.Progress;

namespace Uncollapse.Cli;

/// <summary>The JSON documents of the commands: snake_case, indented, unknown is null.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(CompletionDocument))]
[JsonSerializable(typeof(DataDescribeDocument))]
[JsonSerializable(typeof(TextDescribeDocument))]
[JsonSerializable(typeof(CountDescribeDocument))]
[JsonSerializable(typeof(DataFetchDocument))]
[JsonSerializable(typeof(DataListDocument))]
[JsonSerializable(typeof(FilesDocument))]
[JsonSerializable(typeof(RemediesDocument))]
[JsonSerializable(typeof(TrainDocument))]
internal sealed partial class CliJson : JsonSerializerContext
{
    private static CliJson? _readable;

    // Nothing here is put into a web page, so quotes and brackets stay readable.
    private static CliJson Readable =>
        _readable ??= new(new JsonSerializerOptions(Default.GeneratedSerializerOptions!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal static string Text<T>(T document) => JsonSerializer.Serialize(document, (JsonTypeInfo<T>)Readable.GetTypeInfo(typeof(T))!);
}
