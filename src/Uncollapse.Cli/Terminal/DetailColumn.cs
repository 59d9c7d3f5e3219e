using Spectre.Console;
using Spectre.Console.Rendering;

namespace Uncollapse.Cli.Terminal;

/// <summary>The words beside a bar.</summary>
internal sealed class DetailColumn : ProgressColumn
{
    private volatile string _detail = "";

    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(_detail);

    internal void Show(string detail) => _detail = detail;
}
