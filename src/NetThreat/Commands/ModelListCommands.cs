using System.CommandLine;
using System.Globalization;
using System.Text;
using NetThreat.Configuration;
using NetThreat.Learning;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Store;

namespace NetThreat.Commands;

/// <summary>The sub-commands of <c>netthreat models</c> that look at manifests: <c>list</c>, <c>show</c>, <c>compare</c>.</summary>
internal static class ModelListCommands
{
    public static IEnumerable<Command> All()
    {
        yield return List();
        yield return Show();
        yield return Compare();
    }

    private static Command List()
    {
        Option<bool> json = new("--json") { Description = "Print JSON" };
        Command command = new("list", "List the models, one's own and the shipped ones") { json };
        var configuration = new ConfigurationCommandLine(command);
        command.SetAction(parsed => Run(parsed, configuration, store => List(store, parsed.GetValue(json), parsed.InvocationConfiguration)));
        return command;
    }

    private static Command Show()
    {
        Argument<string> name = new("name") { HelpName = "NAME[@VERSION]", Description = "The model" };
        Option<bool> json = new("--json") { Description = "Print the manifest" };
        Command command = new("show", "Show a model: its card, or its manifest as JSON") { name, json };
        var configuration = new ConfigurationCommandLine(command);
        command.SetAction(parsed => Run(parsed, configuration, store =>
        {
            var entry = store.Find(parsed.GetValue(name)!);
            var output = parsed.InvocationConfiguration.Output;
            output.Write(parsed.GetValue(json) ? Encoding.UTF8.GetString(ManifestFile.Write(entry.Manifest!)) : Card(entry));
            return ExitCode.Good;
        }));
        return command;
    }

    private static Command Compare()
    {
        Argument<string[]> names = new("name") { HelpName = "NAME[@VERSION]", Description = "The models", Arity = new ArgumentArity(2, 16) };
        Command command = new("compare", "Compare models side by side: data, parameters, metrics") { names };
        var configuration = new ConfigurationCommandLine(command);
        command.SetAction(parsed => Run(parsed, configuration, store =>
        {
            Compare(parsed.InvocationConfiguration.Output, [.. parsed.GetValue(names)!.Select(n => store.Find(n).Manifest!)]);
            return ExitCode.Good;
        }));
        return command;
    }

    private static int Run(ParseResult parsed, ConfigurationCommandLine configuration, Func<ModelStore, int> work)
    {
        if (configuration.LoadOrTell(parsed) is not { } options) return ExitCode.Usage;
        try
        {
            return work(ModelStore.Of(options));
        }
        catch (LearningException e)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"netthreat: {e.Message}");
            return ExitCode.Failed;
        }
    }

    private static int List(ModelStore store, bool json, InvocationConfiguration console)
    {
        var all = store.List();
        if (json) console.Output.WriteLine(Encoding.UTF8.GetString(Json(all)));
        else if (all.Count == 0) console.Output.WriteLine($"no models in {store.Folder}: train one with 'netthreat train'");
        else ModelText.Table(console.Output, ["model", "kind", "task", "columns", "rows", "from", "summary"], all.Where(e => e.Manifest is not null).Select(Row));
        foreach (var broken in all.Where(e => e.Fault is not null)) console.Error.WriteLine($"netthreat: {broken.Fault}");
        return all.Any(e => e.Fault is not null) ? ExitCode.Failed : ExitCode.Good;
    }

    private static string[] Row(ModelEntry e) =>
    [
        e.Id, e.Manifest!.Trainer?.Algorithm ?? e.Manifest.Kind, e.Manifest.Task.ToString().ToLowerInvariant(), e.Manifest.Features.Columns.Count.ToString(CultureInfo.InvariantCulture),
        e.Manifest.Data?.Rows.ToString(CultureInfo.InvariantCulture) ?? "-", e.Shipped ? "shipped" : "own", Short(e.Manifest.Summary),
    ];

    private static byte[] Json(IReadOnlyList<ModelEntry> entries)
    {
        using var stream = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(stream, new System.Text.Json.JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var e in entries)
            {
                json.WriteStartObject();
                json.WriteString("name", e.Name);
                json.WriteString("version", e.Version);
                json.WriteString("folder", e.Folder);
                json.WriteBoolean("shipped", e.Shipped);
                json.WriteString("kind", e.Manifest?.Kind);
                json.WriteString("task", e.Manifest?.Task.ToString().ToLowerInvariant());
                json.WriteString("fault", e.Fault);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return stream.ToArray();
    }

    private static string Card(ModelEntry entry)
    {
        const int MaxCard = 1 << 20;
        var path = entry.File(Learning.Reports.ModelCard.File);
        try
        {
            // A card comes with the model and may be a stranger's: control characters would command the terminal.
            if (File.Exists(path) && new FileInfo(path).Length <= MaxCard) return string.Concat(File.ReadAllText(path).Where(c => !char.IsControl(c) || c is '\n' or '\t'));
            return Learning.Reports.ModelCard.Render(entry.Manifest!, Learning.Reports.ModelLimits.Of(entry.Manifest!), []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LearningException($"{path} cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static void Compare(TextWriter writer, IReadOnlyList<ModelManifest> models)
    {
        List<string[]> rows =
        [
            Line("algorithm", m => m.Trainer?.Algorithm ?? m.Kind), Line("preprocessing", m => m.Trainer?.Scaling ?? "none"), Line("columns", m => m.Features.Columns.Count.ToString(CultureInfo.InvariantCulture)),
            Line("training rows", m => m.Data?.Rows.ToString(CultureInfo.InvariantCulture) ?? "-"), Line("training data", m => m.Data?.Sha256[..12] ?? "-"), Line("weights bytes", m => m.Weights.Bytes.ToString(CultureInfo.InvariantCulture)),
        ];
        foreach (var name in models.SelectMany(m => m.Trainer?.Parameters.Keys ?? []).Distinct().Order(StringComparer.Ordinal)) rows.Add(Line($"parameter {name}", m => m.Trainer?.Parameters.GetValueOrDefault(name) ?? "-"));
        foreach (var name in models.SelectMany(m => m.Metrics.Keys).Distinct().Order(StringComparer.Ordinal)) rows.Add(Line(name, m => m.Metrics.TryGetValue(name, out double v) ? ModelText.Number(v) : "-"));
        ModelText.Table(writer, ["", .. models.Select(m => m.Id())], rows);
        if (models.Select(m => m.Data?.Sha256).Distinct().Count() > 1) writer.WriteLine("\nThe models were trained on different data: their metrics are of different rows.");

        string[] Line(string name, Func<ModelManifest, string> value) => [name, .. models.Select(value)];
    }

    private static string Short(string text) => text.Length <= 80 ? text : text[..79] + "…";
}
