using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NetThreat.FlowExport.Outputs;

/// <summary>Where text goes: a file or standard output, with errors that people can act on.</summary>
internal static class OutputFile
{
    public const string StandardOutput = "-";

    private const int BrokenPipeError = 32;
    private const int NoSpaceError = 28;

    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public static Stream Open(string path) => path == StandardOutput
        // The console's own stream hides a broken pipe, and a reader that has left would not end the work.
        ? new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, 0)
        : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 0);

    /// <summary>True when the reader of standard output has left, as head does.</summary>
    public static bool IsBrokenPipe(Exception e) => e is IOException && (e.HResult & 0xFFFF) == BrokenPipeError;

    /// <summary>One line that names the output and the fix.</summary>
    public static string Explain(string path, Exception e)
    {
        string name = path == StandardOutput ? "standard output" : path;
        var text = new StringBuilder("cannot write ").Append(name).Append(": ");
        text.Append(e switch
        {
            DirectoryNotFoundException or FileNotFoundException when MissingFolder(path) is { } folder => $"the folder {folder} does not exist; create it first or name another",
            FileNotFoundException => "no file can be created there; choose another place",
            UnauthorizedAccessException when Directory.Exists(path) => "it is a folder; name a file",
            UnauthorizedAccessException => "permission denied; choose another place or fix the permissions",
            IOException when (e.HResult & 0xFFFF) == NoSpaceError => "the disk is full; make room or choose another place",
            _ => e.Message,
        });
        return text.ToString();
    }

    private static string? MissingFolder(string path) =>
        Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder) ? folder : null;
}
