using NetThreat.Capture.Files;
using NetThreat.Capture.Live;
using NetThreat.Capture.Live.Libpcap;
using NetThreat.Capture.Sensor;
using NetThreat.Core.Packets;

namespace NetThreat.Capture.Inputs;

/// <summary>Opens what people asked to read.</summary>
public static class PacketSources
{
    /// <summary>Opens the input as one source.</summary>
    /// <param name="options">How interfaces are captured; the filter and the workers in them are not used.</param>
    /// <returns>A source that the caller disposes.</returns>
    /// <exception cref="CaptureException">Something cannot be opened; the message is one line that names it and the fix.</exception>
    public static OpenedSource Open(PacketInput input, TimeProvider time, CaptureOptions? options = null) =>
        OpenAll(input, time, (options ?? new()) with { Workers = 1 })[0];

    /// <summary>Opens the input as one source for each worker, or one where the input cannot be shared.</summary>
    /// <inheritdoc cref="Open"/>
    public static IReadOnlyList<OpenedSource> OpenAll(PacketInput input, TimeProvider time, CaptureOptions options)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(options);
        if (input.Interfaces.Count == 0) return [OpenFiles(input, time)];
        if (input.Read.Count > 0) throw new CaptureException("files and interfaces cannot be read as one: give -r or -i");
        string run = RunId.OfStart(time);
        var sources = LiveSources.Open(input.Interfaces, options with { Filter = input.Filter }, time);
        return [.. sources.Select((s, i) => new OpenedSource(s, sources.Count == 1 ? run : $"{run}-{i + 1}"))];
    }

    /// <summary>The files that people mean by paths, folders and patterns, in their order; <c>Named</c> are those that were given by their own name.</summary>
    /// <exception cref="CaptureException">A value stands for no file.</exception>
    public static IReadOnlyList<(string Path, bool Named)> FilesOf(IEnumerable<string> values) => [.. FileList.Expand(values).Select(f => (f.Path, f.Named))];

    private static OpenedSource OpenFiles(PacketInput input, TimeProvider time)
    {
        if (input.Read.Count == 0) throw new CaptureException("nothing to read: give -r FILE or -i INTERFACE");
        var files = FileList.Expand(input.Read);
        // Opened first: of a file that cannot be, its message says why.
        var source = Filtered(files is [{ Named: true } one] ? CaptureFile.Open(one.Path) : new SequenceSource(string.Join(' ', input.Read), files), input.Filter);
        bool once = files.Any(f => f.Path == CaptureFile.StandardInput);
        string run = once ? RunId.OfStart(time) : RunId.OfFiles([.. files.Select(f => f.Path)]);
        return new(source, RunId.OfFiltered(run, input.Filter));
    }

    private static IPacketSource Filtered(IPacketSource source, string filter)
    {
        try
        {
            return filter.Length == 0 ? source : new FilteredSource(source, filter);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }
}
