namespace NetThreat.Packets.Applications;

/// <summary>The two sides of a conversation as far as they are known.</summary>
internal static class PayloadSides
{
    public static ReadOnlySpan<byte> Client(this in Payload payload) => payload.FromOriginator ? payload.Data : payload.Opposite;

    public static ReadOnlySpan<byte> Server(this in Payload payload) => payload.FromOriginator ? payload.Opposite : payload.Data;

    /// <summary>The capture did not cut this datagram short, so that its length can be compared with what it says of itself.</summary>
    public static bool IsComplete(this in Payload payload) => payload.Data.Length >= payload.WireLength;

    /// <summary>A message that ends here was not complete in the call before.</summary>
    public static bool IsNew(this in Payload payload, int end) => end > payload.Seen;
}
