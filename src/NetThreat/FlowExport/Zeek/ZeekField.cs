namespace NetThreat.FlowExport.Zeek;

/// <summary>One column of a Zeek log.</summary>
/// <param name="Type">Zeek's type as its header names it: time, string, addr, vector[string], …</param>
internal sealed record ZeekField(string Name, string Type)
{
    /// <summary>Columns of "name:type name:type …".</summary>
    public static IReadOnlyList<ZeekField> List(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split(':')).Select(f => new ZeekField(f[0], f[1]))];
}
