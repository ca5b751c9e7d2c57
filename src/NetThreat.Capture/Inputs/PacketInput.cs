using NetThreat.Core.Packets;

namespace NetThreat.Capture.Inputs;

/// <summary>What people asked to read: files or interfaces, and which of their packets.</summary>
/// <param name="Read">Files, folders, patterns, <c>-</c> for standard input: one stream, in this order and each in name order.</param>
/// <param name="Interfaces">Interfaces to listen on, as the legs of one tap: one stream in order of time.</param>
/// <param name="Filter">A BPF filter as tcpdump takes it; empty for every packet.</param>
public sealed record PacketInput(IReadOnlyList<string> Read, IReadOnlyList<string> Interfaces, string Filter = "")
{
    /// <summary>Nothing was asked.</summary>
    public bool IsEmpty => Read.Count == 0 && Interfaces.Count == 0;
}

/// <summary>A source that is open, and the run that its stream is named by.</summary>
public sealed record OpenedSource(IPacketSource Source, string Run);
