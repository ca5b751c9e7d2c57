using System.CommandLine;
using NetThreat.Configuration;
using NetThreat.Learning;
using NetThreat.Learning.Manifests;
using NetThreat.Learning.Onnx.Export;
using NetThreat.Learning.Onnx.Scoring;
using NetThreat.Learning.Store;

namespace NetThreat.Commands;

/// <summary><c>netthreat export</c>: a model as an ONNX file, for other programs and languages.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Argument<string> name = new("name") { HelpName = "NAME[@VERSION]", Description = "The model; without a version the latest" };
        Option<string> file = new("--onnx") { HelpName = "FILE", Description = "The ONNX file to write, preprocessing included", Required = true };
        Command command = new("export", "Write a model as an ONNX file") { name, file };
        var configuration = new ConfigurationCommandLine(command);
        command.SetAction(parsed =>
        {
            if (configuration.LoadOrTell(parsed) is not { } options) return ExitCode.Usage;
            try
            {
                Run(ModelStore.Of(options), parsed.GetValue(name)!, parsed.GetValue(file)!, parsed.InvocationConfiguration.Output);
                return ExitCode.Good;
            }
            catch (Exception e) when (e is LearningException or IOException or UnauthorizedAccessException)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"netthreat: {e.Message.ReplaceLineEndings(" ")}");
                return ExitCode.Failed;
            }
        });
        return command;
    }

    private static void Run(ModelStore store, string name, string file, TextWriter output)
    {
        var entry = store.Find(name);
        if (entry.Manifest?.Kind == OnnxModel.KindName) throw new LearningException($"model {entry.Id} is an ONNX file already: {entry.File(entry.Manifest.Weights.File)}");
        var served = ModelStore.Load(entry);
        var export = OnnxExport.Of(served.Model);
        // A model that the runtime cannot read would be found out by somebody else.
        var check = OnnxModel.Load(export.File, export.Onnx, served.Model.Columns, served.Classes, served.Manifest.Sequence is null ? 0 : ((Learning.Models.ISequenceModel)served.Model).Steps);
        File.WriteAllBytes(file, export.File);
        output.WriteLine($"{file}: {export.File.Length:N0} bytes, operator set {check.Info.Opsets["ai.onnx"]}, IR version {check.Info.IrVersion}");
        foreach (var input in check.Info.Inputs) output.WriteLine($"  input   {input}");
        foreach (var value in check.Info.Outputs) output.WriteLine($"  output  {value}{(export.Onnx.Reading == OnnxReading.Classes ? $"   one probability each: {string.Join(", ", served.Classes)}" : "   the higher, the less normal")}");
        output.WriteLine($"  columns {string.Join(", ", served.Model.Columns.Columns.Select(c => c.Name))}");
    }
}
