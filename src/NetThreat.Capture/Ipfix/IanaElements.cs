using static NetThreat.Capture.Ipfix.ElementType;

namespace NetThreat.Capture.Ipfix;

/// <summary>IANA's IPFIX Information Elements, those we read and those common enough to be known by name.</summary>
internal static class IanaElements
{
    public static IEnumerable<InformationElement> Flow { get; } =
    [
        Of(1, "octetDeltaCount", Unsigned, Slot.Octets),
        Of(2, "packetDeltaCount", Unsigned, Slot.Packets),
        Of(4, "protocolIdentifier", Unsigned, Slot.Protocol),
        Of(5, "ipClassOfService", Unsigned, Slot.TypeOfService),
        Of(6, "tcpControlBits", Unsigned, Slot.TcpFlags),
        Of(7, "sourceTransportPort", Unsigned, Slot.SourcePort),
        Of(8, "sourceIPv4Address", Address, Slot.Source),
        Of(11, "destinationTransportPort", Unsigned, Slot.DestinationPort),
        Of(12, "destinationIPv4Address", Address, Slot.Destination),
        Of(23, "postOctetDeltaCount", Unsigned, Slot.PostOctets),
        Of(24, "postPacketDeltaCount", Unsigned, Slot.PostPackets),
        Of(27, "sourceIPv6Address", Address, Slot.Source),
        Of(28, "destinationIPv6Address", Address, Slot.Destination),
        Of(32, "icmpTypeCodeIPv4", Unsigned, Slot.IcmpTypeCode),
        Of(85, "octetTotalCount", Unsigned, Slot.OctetsTotal),
        Of(86, "packetTotalCount", Unsigned, Slot.PacketsTotal),
        Of(136, "flowEndReason", Unsigned, Slot.EndReason),
        Of(139, "icmpTypeCodeIPv6", Unsigned, Slot.IcmpTypeCode),
        Of(148, "flowId", Unsigned, Slot.FlowId),
        Of(176, "icmpTypeIPv4", Unsigned, Slot.IcmpType),
        Of(177, "icmpCodeIPv4", Unsigned, Slot.IcmpCode),
        Of(178, "icmpTypeIPv6", Unsigned, Slot.IcmpType),
        Of(179, "icmpCodeIPv6", Unsigned, Slot.IcmpCode),
        Of(180, "udpSourcePort", Unsigned, Slot.SourcePort),
        Of(181, "udpDestinationPort", Unsigned, Slot.DestinationPort),
        Of(182, "tcpSourcePort", Unsigned, Slot.SourcePort),
        Of(183, "tcpDestinationPort", Unsigned, Slot.DestinationPort),
        Of(231, "initiatorOctets", Unsigned, Slot.Octets),
        Of(232, "responderOctets", Unsigned, Slot.ResponderOctets),
        Of(233, "firewallEvent", Unsigned, Slot.FirewallEvent),
        Of(239, "biflowDirection", Unsigned, Slot.BiflowDirection),
        Of(298, "initiatorPackets", Unsigned, Slot.Packets),
        Of(299, "responderPackets", Unsigned, Slot.ResponderPackets),
    ];

    public static IEnumerable<InformationElement> Times { get; } =
    [
        Of(21, "flowEndSysUpTime", Unsigned, Slot.EndUptime),
        Of(22, "flowStartSysUpTime", Unsigned, Slot.StartUptime),
        Of(150, "flowStartSeconds", Seconds, Slot.Start),
        Of(151, "flowEndSeconds", Seconds, Slot.End),
        Of(152, "flowStartMilliseconds", Milliseconds, Slot.Start),
        Of(153, "flowEndMilliseconds", Milliseconds, Slot.End),
        Of(154, "flowStartMicroseconds", Microseconds, Slot.Start),
        Of(155, "flowEndMicroseconds", Microseconds, Slot.End),
        Of(156, "flowStartNanoseconds", Nanoseconds, Slot.Start),
        Of(157, "flowEndNanoseconds", Nanoseconds, Slot.End),
        Of(158, "flowStartDeltaMicroseconds", Unsigned, Slot.StartBefore),
        Of(159, "flowEndDeltaMicroseconds", Unsigned, Slot.EndBefore),
        Of(160, "systemInitTimeMilliseconds", Milliseconds, Slot.SystemStart),
        Of(161, "flowDurationMilliseconds", Unsigned, Slot.DurationMilliseconds),
        Of(162, "flowDurationMicroseconds", Unsigned, Slot.DurationMicroseconds),
        Of(258, "collectionTimeMilliseconds", Milliseconds, Slot.None),
        Of(322, "observationTimeSeconds", Seconds, Slot.Observed),
        Of(323, "observationTimeMilliseconds", Milliseconds, Slot.Observed),
        Of(324, "observationTimeMicroseconds", Microseconds, Slot.Observed),
        Of(325, "observationTimeNanoseconds", Nanoseconds, Slot.Observed),
    ];

    public static IEnumerable<InformationElement> Places { get; } =
    [
        Of(9, "sourceIPv4PrefixLength", Unsigned, Slot.SourceMask),
        Of(10, "ingressInterface", Unsigned, Slot.InputInterface),
        Of(13, "destinationIPv4PrefixLength", Unsigned, Slot.DestinationMask),
        Of(14, "egressInterface", Unsigned, Slot.OutputInterface),
        Of(15, "ipNextHopIPv4Address", Address, Slot.NextHop),
        Of(16, "bgpSourceAsNumber", Unsigned, Slot.SourceAs),
        Of(17, "bgpDestinationAsNumber", Unsigned, Slot.DestinationAs),
        Of(29, "sourceIPv6PrefixLength", Unsigned, Slot.SourceMask),
        Of(30, "destinationIPv6PrefixLength", Unsigned, Slot.DestinationMask),
        Of(56, "sourceMacAddress", Octets, Slot.SourceMac),
        Of(57, "postDestinationMacAddress", Octets, Slot.DestinationMac),
        Of(58, "vlanId", Unsigned, Slot.Vlan),
        Of(59, "postVlanId", Unsigned, Slot.PostVlan),
        Of(60, "ipVersion", Unsigned, Slot.IpVersion),
        Of(61, "flowDirection", Unsigned, Slot.Direction),
        Of(62, "ipNextHopIPv6Address", Address, Slot.NextHop),
        .. Enumerable.Range(0, 10).Select(i => new InformationElement(0, (ushort)(70 + i), i == 0 ? "mplsTopLabelStackSection" : $"mplsLabelStackSection{i + 1}", Octets, Slot.MplsLabel, (byte)i)),
        Of(80, "destinationMacAddress", Octets, Slot.DestinationMac),
        Of(89, "forwardingStatus", Unsigned, Slot.ForwardingStatus),
        Of(95, "applicationId", Octets, Slot.ApplicationId),
        Of(96, "applicationName", Text, Slot.ApplicationName),
        Of(225, "postNATSourceIPv4Address", Address, Slot.NatSource),
        Of(226, "postNATDestinationIPv4Address", Address, Slot.NatDestination),
        Of(227, "postNAPTSourceTransportPort", Unsigned, Slot.NatSourcePort),
        Of(228, "postNAPTDestinationTransportPort", Unsigned, Slot.NatDestinationPort),
        Of(234, "ingressVRFID", Unsigned, Slot.IngressVrf),
        Of(235, "egressVRFID", Unsigned, Slot.EgressVrf),
        Of(236, "VRFname", Text, Slot.VrfName),
        Of(243, "dot1qVlanId", Unsigned, Slot.Vlan),
        Of(254, "postDot1qVlanId", Unsigned, Slot.PostVlan),
        Of(281, "postNATSourceIPv6Address", Address, Slot.NatSource),
        Of(282, "postNATDestinationIPv6Address", Address, Slot.NatDestination),
    ];

    /// <summary>RFC 3954 section 8 and RFC 5477 section 8.2.</summary>
    public static IEnumerable<InformationElement> Sampling { get; } =
    [
        Of(34, "samplingInterval", Unsigned, Slot.SamplingInterval),
        Of(35, "samplingAlgorithm", Unsigned, Slot.None),
        Of(48, "samplerId", Unsigned, Slot.SamplerId),
        Of(49, "samplerMode", Unsigned, Slot.None),
        Of(50, "samplerRandomInterval", Unsigned, Slot.SamplingInterval),
        Of(84, "samplerName", Text, Slot.None),
        Of(302, "selectorId", Unsigned, Slot.SamplerId),
        Of(304, "selectorAlgorithm", Unsigned, Slot.None),
        Of(305, "samplingPacketInterval", Unsigned, Slot.SamplingSize),
        Of(306, "samplingPacketSpace", Unsigned, Slot.SamplingSpace),
        Of(309, "samplingSize", Unsigned, Slot.SamplingSize),
        Of(310, "samplingPopulation", Unsigned, Slot.SamplingPopulation),
        Of(311, "samplingProbability", Float, Slot.SamplingProbability),
        Of(335, "selectorName", Text, Slot.None),
    ];

    /// <summary>Known, and of no use to a flow.</summary>
    public static IEnumerable<InformationElement> Named { get; } =
    [
        Of(3, "deltaFlowCount", Unsigned), Of(18, "bgpNextHopIPv4Address", Address), Of(25, "minimumIpTotalLength", Unsigned),
        Of(26, "maximumIpTotalLength", Unsigned), Of(31, "flowLabelIPv6", Unsigned), Of(36, "flowActiveTimeout", Unsigned),
        Of(37, "flowIdleTimeout", Unsigned), Of(38, "engineType", Unsigned), Of(39, "engineId", Unsigned),
        Of(40, "exportedOctetTotalCount", Unsigned), Of(41, "exportedMessageTotalCount", Unsigned), Of(42, "exportedFlowRecordTotalCount", Unsigned),
        Of(46, "mplsTopLabelType", Unsigned), Of(47, "mplsTopLabelIPv4Address", Address), Of(52, "minimumTTL", Unsigned), Of(53, "maximumTTL", Unsigned),
        Of(54, "fragmentIdentification", Unsigned), Of(55, "postIpClassOfService", Unsigned), Of(63, "bgpNextHopIPv6Address", Address),
        Of(64, "ipv6ExtensionHeaders", Unsigned), Of(81, "postSourceMacAddress", Octets), Of(82, "interfaceName", Text),
        Of(83, "interfaceDescription", Text), Of(88, "fragmentOffset", Unsigned), Of(90, "mplsVpnRouteDistinguisher", Octets),
        Of(91, "mplsTopLabelPrefixLength", Unsigned), Of(94, "applicationDescription", Text), Of(98, "postIpDiffServCodePoint", Unsigned),
        Of(130, "exporterIPv4Address", Address), Of(131, "exporterIPv6Address", Address), Of(133, "droppedPacketDeltaCount", Unsigned),
        Of(134, "droppedOctetTotalCount", Unsigned), Of(135, "droppedPacketTotalCount", Unsigned), Of(137, "commonPropertiesId", Unsigned),
        Of(138, "observationPointId", Unsigned), Of(141, "lineCardId", Unsigned), Of(142, "portId", Unsigned), Of(143, "meteringProcessId", Unsigned),
        Of(144, "exportingProcessId", Unsigned), Of(145, "templateId", Unsigned), Of(149, "observationDomainId", Unsigned),
        Of(164, "ignoredPacketTotalCount", Unsigned), Of(165, "ignoredOctetTotalCount", Unsigned), Of(166, "notSentFlowTotalCount", Unsigned),
        Of(167, "notSentPacketTotalCount", Unsigned), Of(168, "notSentOctetTotalCount", Unsigned), Of(184, "tcpSequenceNumber", Unsigned),
        Of(189, "ipHeaderLength", Unsigned), Of(192, "ipTTL", Unsigned), Of(195, "ipDiffServCodePoint", Unsigned), Of(206, "isMulticast", Unsigned),
        Of(210, "paddingOctets", Octets), Of(229, "natOriginatingAddressRealm", Unsigned), Of(230, "natEvent", Unsigned),
        Of(291, "basicList", List), Of(292, "subTemplateList", List), Of(293, "subTemplateMultiList", List),
        Of(346, "privateEnterpriseNumber", Unsigned), Of(352, "layer2OctetDeltaCount", Unsigned),
    ];

    private static InformationElement Of(ushort id, string name, ElementType type, Slot slot = Slot.None) => new(0, id, name, type, slot);
}
