namespace NetThreat.FlowExport;

/// <summary>A form in which flows are written: one document, or several logs that belong together.</summary>
/// <param name="Name">As people name it.</param>
/// <param name="Summary">One clause for the help.</param>
/// <param name="Extension">Of the files in a folder.</param>
/// <param name="Logs">The first is what a single file or standard output gets.</param>
internal sealed record FlowFormat(string Name, string Summary, string Extension, IReadOnlyList<FlowLog> Logs)
{
    /// <summary>A file holds only part of what a folder holds.</summary>
    public bool WantsFolder => Logs.Count > 1;
}

/// <summary>One log of a format.</summary>
/// <param name="Name">The name of its files in a folder.</param>
/// <param name="Writer">A new writer for each file.</param>
internal sealed record FlowLog(string Name, Func<IFlowWriter> Writer);
