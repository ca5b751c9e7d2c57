namespace NetThreat.Capture.Ipfix;

/// <summary>
/// The elements that we read, by enterprise and id: IANA's IPFIX registry, whose numbers below 128 NetFlow v9 shares (RFC 7012 section 4),
/// and what exporters in use add under their own enterprise number.
/// </summary>
internal static class InformationElements
{
    /// <summary>The same element of the other direction (RFC 5103 section 6.1).</summary>
    public const uint ReverseEnterprise = 29305;

    /// <summary>CERT Network Situational Awareness (yaf).</summary>
    public const uint Cert = 6871;

    /// <summary>Of CERT's elements, the bit that means the other direction.</summary>
    public const ushort CertReverseBit = 0x4000;

    /// <summary>Palo Alto Networks.</summary>
    public const uint PaloAlto = 25461;

    private static readonly InformationElement[] Enterprises =
    [
        new(Cert, 14, "initialTCPFlags", ElementType.Unsigned, Slot.TcpFlags),
        new(Cert, 15, "unionTCPFlags", ElementType.Unsigned, Slot.TcpFlags),
        new(Cert, 21, "reverseFlowDeltaMilliseconds", ElementType.Unsigned, Slot.ReverseStartDelta),
        new(Cert, 40, "flowAttributes", ElementType.Unsigned, Slot.None),
        new(PaloAlto, 56701, "appId", ElementType.Text, Slot.ApplicationName),
        new(PaloAlto, 56702, "userId", ElementType.Text, Slot.None),
    ];

    private static readonly Dictionary<ulong, InformationElement> Table = Build();

    public static IEnumerable<InformationElement> All => Table.Values;

    /// <param name="reverse">The element says it of the other direction.</param>
    /// <returns>Null where the element is unknown.</returns>
    public static InformationElement? Find(uint enterprise, ushort id, out bool reverse)
    {
        reverse = enterprise == ReverseEnterprise || (enterprise == Cert && (id & CertReverseBit) != 0);
        if (enterprise == ReverseEnterprise) enterprise = 0;
        else if (reverse) id &= unchecked((ushort)~CertReverseBit);
        return Table.GetValueOrDefault(Key(enterprise, id));
    }

    private static ulong Key(uint enterprise, ushort id) => (ulong)enterprise << 16 | id;

    private static Dictionary<ulong, InformationElement> Build()
    {
        var table = new Dictionary<ulong, InformationElement>();
        foreach (var e in IanaElements.Flow.Concat(IanaElements.Times).Concat(IanaElements.Places).Concat(IanaElements.Sampling).Concat(IanaElements.Named).Concat(Enterprises))
            table.Add(Key(e.Enterprise, e.Id), e);
        return table;
    }
}
