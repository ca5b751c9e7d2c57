namespace NetThreat.Core.Flows;

/// <summary>IANA's names of cipher suites.</summary>
internal static class TlsCipherNames
{
    public static string? Of(ushort cipher) => null;
}
