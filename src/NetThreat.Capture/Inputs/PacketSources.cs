using NetThreat.Capture.Files;
using NetThreat.Capture.Sensor;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Inputs;

/// <summary>Opens what people asked to read.</summary>
public static class PacketSources
{
    /// <summary>Opens the input as one source.</summary>
    /// <returns>A source that the caller disposes.</returns>
    /// <exception cref="CaptureException">Something cannot be opened; the message is one line that names it and the fix.</exception>
    public static OpenedSource Open(PacketInput input, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(input);
        return OpenFiles(input, time);
    }

    private static OpenedSource OpenFiles(PacketInput input, TimeProvider time)
    {
        var files = FileList.Expand(input.Read);
        bool once = files.Any(f => f.Path == CaptureFile.StandardInput);
        var source = files is [{ Named: true } one] ? CaptureFile.Open(one.Path) : new SequenceSource(string.Join(' ', input.Read), files);
        return new(source, once ? RunId.OfStart(time) : RunId.OfFiles([.. files.Select(f => f.Path)]));
    }
}
