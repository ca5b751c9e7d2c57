using NetThreat.Core.Net;

namespace NetThreat.Packets.Applications;

/// <summary>
/// Every application protocol that is recognised, in the order of asking: those with a signature in their first bytes before those that need
/// consistency. Protocols of the flow's ports are asked before the others.
/// </summary>
public static class ApplicationProtocols
{
    /// <summary>A flow keeps its candidates as a set of bits.</summary>
    public const int MaxPerTransport = 64;

    /// <summary>All of them. The position of a protocol in this list, plus one, is its number within a process.</summary>
    public static IReadOnlyList<IApplicationProtocol> All { get; } =
    [
        new Dns.DnsProtocol(),
        new Http.HttpProtocol(),
        new Tls.TlsProtocol(),
        new Tls.DtlsProtocol(),
        new Quic.QuicProtocol(),
        new Ssh.SshProtocol(),
        new Http2.Http2Protocol(),
        new Smb.SmbProtocol(),
        new Rdp.RdpProtocol(),
        new S7comm.S7commProtocol(),
        new Kerberos.KerberosProtocol(),
        new Ldap.LdapProtocol(),
        new DceRpc.DceRpcProtocol(),
        new Rfb.RfbProtocol(),
        new Mqtt.MqttProtocol(),
        new Rsync.RsyncProtocol(),
        new Git.GitProtocol(),
        new Sip.SipProtocol(),
        new Rtsp.RtspProtocol(),
        new Xmpp.XmppProtocol(),
        new Smtp.SmtpProtocol(),
        new Ftp.FtpProtocol(),
        new Pop3.Pop3Protocol(),
        new Imap.ImapProtocol(),
        new Irc.IrcProtocol(),
        new Syslog.SyslogProtocol(),
        new Telnet.TelnetProtocol(),
        new Dnp3.Dnp3Protocol(),
        new Iec104.Iec104Protocol(),
        new EtherNetIp.EtherNetIpProtocol(),
        new Modbus.ModbusProtocol(),
        new BitTorrent.BitTorrentProtocol(),
        new PostgreSql.PostgreSqlProtocol(),
        new MySql.MySqlProtocol(),
        new Tds.TdsProtocol(),
        new Redis.RedisProtocol(),
        new MongoDb.MongoDbProtocol(),
        new Cassandra.CassandraProtocol(),
        new Amqp.AmqpProtocol(),
        new Zabbix.ZabbixProtocol(),
        new Bitcoin.BitcoinProtocol(),
        new Stratum.StratumProtocol(),
        new X11.X11Protocol(),
        new Rtmp.RtmpProtocol(),
        new Kafka.KafkaProtocol(),
        new Memcached.MemcachedProtocol(),
        new TeamViewer.TeamViewerProtocol(),
        SunRpc.SunRpcProtocol.Nfs,
        SunRpc.SunRpcProtocol.Mount,
        SunRpc.SunRpcProtocol.Portmap,
        SunRpc.SunRpcProtocol.Others,
        new Socks.SocksProtocol(),
        new OpenVpn.OpenVpnProtocol(),
        new WireGuard.WireGuardProtocol(),
        new Ike.IkeProtocol(),
        new Rdp.RdpUdpProtocol(),
        new Gtp.GtpControlProtocol(),
        new NetBios.NetBiosSessionProtocol(),
        new Dhcp.DhcpProtocol(),
        new Dhcp.DhcpV6Protocol(),
        new Ntp.NtpProtocol(),
        new Snmp.SnmpProtocol(),
        new Ssdp.SsdpProtocol(),
        new Stun.StunProtocol(),
        new Radius.RadiusProtocol(),
        new Tftp.TftpProtocol(),
        new Bacnet.BacnetProtocol(),
        new NetBios.NetBiosDatagramProtocol(),
        new Coap.CoapProtocol(),
        new Ike.EspInUdpProtocol(),
        new Rtp.RtcpProtocol(),
        new Rtp.RtpProtocol(),
    ];

    /// <summary>Those that may run over a transport.</summary>
    public static IApplicationProtocol[] Over(byte transport) => [.. All.Where(p => p.Runs(transport))];

    /// <summary>The name of what usually runs on a port of a transport, or null.</summary>
    public static string? UsualOn(ushort port, byte transport) => (transport == IpProtocol.Tcp ? TcpPorts : transport == IpProtocol.Udp ? UdpPorts : null)?[port];

    /// <summary>Within the protocol the sides may go over to TLS (STARTTLS and the like) or to a tunnel that carries it.</summary>
    public static bool MayUpgrade(string name) => StaysToUpgrade(name) || name is "http" or "socks";

    /// <summary>The same, and the protocol itself says nothing of the moment: what it no longer reads is still watched.</summary>
    public static bool StaysToUpgrade(string name) =>
        name is "smtp" or "imap" or "pop3" or "ftp" or "ldap" or "ldap_tcp" or "xmpp" or "postgresql" or "mysql" or "rdp" or "irc" or "nntp" or "telnet";

    /// <summary>A protocol whose datagrams open the way for DTLS on the same ports (RFC 5764).</summary>
    public static bool CarriesDtls(string name) => name is "stun" or "turn";

    private static readonly string?[] TcpPorts = ByPort(IpProtocol.Tcp);
    private static readonly string?[] UdpPorts = ByPort(IpProtocol.Udp);

    private static string?[] ByPort(byte transport)
    {
        var names = new string?[ushort.MaxValue + 1];
        foreach (var protocol in Over(transport))
            foreach (ushort port in protocol.Ports) names[port] ??= protocol.Name;
        return names;
    }
}
