using NetThreat.Capture.Files;
using NetThreat.Capture.Inputs;
using NetThreat.Configuration;
using NetThreat.FlowExport.Outputs;

namespace NetThreat.FlowExport;

/// <summary>What people asked of an export, checked as a whole before anything is read or written.</summary>
internal sealed record FlowsRequest
{
    private FlowsRequest(FlowFormat format, string output, bool folder, TimeSpan? rotate, int workers) =>
        (Format, Output, Folder, Rotate, Workers) = (format, output, folder, rotate, workers);

    public FlowFormat Format { get; }

    public string Output { get; }

    /// <summary>The output is a folder.</summary>
    public bool Folder { get; }

    public TimeSpan? Rotate { get; }

    public int Workers { get; }

    /// <returns>Null where the request makes no sense; <paramref name="fault"/> says why in one line.</returns>
    public static FlowsRequest? From(PacketInput input, string format, string output, string? rotate, int workers, int maxWorkers, out string fault)
    {
        TimeSpan? interval = null;
        bool folder = output != OutputFile.StandardOutput && (rotate is not null || Path.EndsInDirectorySeparator(output) || Directory.Exists(output));
        fault = "";
        if (rotate is not null && output == OutputFile.StandardOutput) fault = "--rotate needs a folder: name one with -o DIR";
        else if (rotate is not null && (!DurationText.TryParse(rotate, out var parsed) || parsed < TimeSpan.FromSeconds(1))) fault = $"--rotate {rotate} is no duration of at least 1s: write for example 10m or 1h";
        else if (rotate is not null && File.Exists(output)) fault = $"{output} is a file: --rotate needs a folder";
        else if (workers < 1 || workers > maxWorkers) fault = $"--workers must be between 1 and {maxWorkers}, is {workers}";
        else if (input.IsEmpty) fault = "nothing to read: give --read FILE or --interface NAME";
        else if (input is { Read.Count: > 0, Interfaces.Count: > 0 }) fault = "give -r or -i, not both";
        else if (input.Interfaces.Count > 0 && format == FlowFormats.CicCompatible) fault = $"--format {format} is for captures: CICFlowMeter's errors need the whole file";
        else if (input.Read.Any(r => r.Length == 0)) fault = "-r needs a name";
        else if (!folder && output != OutputFile.StandardOutput && input.Read.Any(r => SameFile(r, output))) fault = $"cannot write {output}: it is the capture being read; name another file";
        if (fault.Length > 0) return null;
        if (rotate is not null && DurationText.TryParse(rotate, out var valid)) interval = valid;
        return new(FlowFormats.Of(format), output, folder, interval, workers);
    }

    /// <exception cref="OutputException">The output cannot be made.</exception>
    public IFlowOutput OpenOutput() => Folder ? new FolderOutput(Output, Format, Rotate) : new FileOutput(Output, Format);

    /// <summary>The output is the input, or lies in the folder that is read and is a file of it.</summary>
    private static bool SameFile(string read, string output)
    {
        if (read == CaptureFile.StandardInput) return false;
        string input = Path.GetFullPath(read), target = Path.GetFullPath(output);
        return input == target || (File.Exists(target) && Directory.Exists(input) && Path.GetDirectoryName(target) == Path.TrimEndingDirectorySeparator(input));
    }
}
