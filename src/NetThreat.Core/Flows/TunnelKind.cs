namespace NetThreat.Core.Flows;

/// <summary>The encapsulation that carried a flow's packets. The name in snake_case is what exports print; numbers are on the wire.</summary>
public enum TunnelKind : byte
{
    /// <summary>The flow was seen directly on the wire.</summary>
    None = 0,

    /// <summary>IP in IP: RFC 2003, RFC 2473, 6in4 (RFC 4213), 4in6.</summary>
    IpInIp = 1,

    /// <summary>Generic Routing Encapsulation, RFC 2784, RFC 2890, and PPTP's version 1 (RFC 2637).</summary>
    Gre = 2,

    /// <summary>Encapsulated Remote SPAN, types I, II and III.</summary>
    Erspan = 3,

    /// <summary>RFC 4380.</summary>
    Teredo = 4,

    /// <summary>RFC 7348.</summary>
    Vxlan = 5,

    /// <summary>RFC 8926.</summary>
    Geneve = 6,

    /// <summary>GTP-U, 3GPP TS 29.281.</summary>
    Gtp = 7,

    /// <summary>RFC 2661, RFC 3931.</summary>
    L2tp = 8,

    /// <summary>Anything In Anything, as tunnel brokers used it.</summary>
    Ayiya = 9,

    /// <summary>Ethernet in IP, RFC 3378.</summary>
    EtherIp = 10,
}
