using NetThreat.Core.Net;

namespace NetThreat.Core.Flows;

/// <summary>What is known of a flow only because somebody else measured it.</summary>
public sealed record ForeignFacts
{
    /// <summary>Characters of a name that an exporter chose.</summary>
    public const int MaxText = 128;

    /// <summary>How the record came: netflow5, netflow7, netflow9, ipfix, sflow5, zeek, eve.</summary>
    public required string Kind { get; init; }

    /// <summary>Who sent it; the default for files.</summary>
    public Address Exporter { get; init; }

    /// <summary>The exporter's observation domain, source id or engine.</summary>
    public uint Domain { get; init; }

    /// <summary>One of how many packets the exporter looked at; the counters are already multiplied by it. 1 for all.</summary>
    public double Sampling { get; init; } = 1;

    /// <summary>Exported records that were joined into this one: 2 for the two directions of a conversation.</summary>
    public int Records { get; init; } = 1;

    /// <summary>Interface numbers (ifIndex) of the originator's direction; 0 for unknown.</summary>
    public uint InputInterface { get; init; }

    /// <inheritdoc cref="InputInterface"/>
    public uint OutputInterface { get; init; }

    /// <summary>The exporter's own name of the application (NBAR, App-ID), or its id; null for none.</summary>
    public string? Application { get; init; }

    /// <summary>The originator's and the responder's address and port behind address translation; the default where there was none.</summary>
    public Address NatOriginator { get; init; }

    /// <inheritdoc cref="NatOriginator"/>
    public Address NatResponder { get; init; }

    /// <inheritdoc cref="NatOriginator"/>
    public ushort NatOriginatorPort { get; init; }

    /// <inheritdoc cref="NatOriginator"/>
    public ushort NatResponderPort { get; init; }

    /// <summary>The top label of the MPLS stack; 0 for none.</summary>
    public uint MplsLabel { get; init; }

    /// <summary>The record's id with its maker: Zeek's uid, EVE's flow_id, IPFIX's flowId; null for none.</summary>
    public string? ForeignId { get; init; }
}
