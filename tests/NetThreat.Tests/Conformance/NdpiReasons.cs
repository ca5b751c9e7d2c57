namespace NetThreat.Tests.Conformance;

/// <summary>Why we differ from nDPI on purpose.</summary>
internal static class NdpiReasons
{
    public static string? Of(NdpiPair pair) => null;
}
