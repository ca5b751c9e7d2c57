namespace NetThreat.Tests.Conformance;

/// <summary>Which of our names says the same as one of nDPI's. What is not here we do not claim to know.</summary>
internal static class NdpiNames
{
    private const string Names = """
        DNS = dns
        MDNS = dns
        LLMNR = dns
        NetBIOS = dns netbios_dgm netbios_ssn smb
        TLS = ssl
        DTLS = dtls
        IMAPS = ssl imap
        POPS = ssl pop3
        SMTPS = ssl smtp
        FTPS = ssl ftp
        QUIC = quic
        HTTP = http
        HTTP_Proxy = http
        HTTP_Connect = http
        WebSocket = http
        SOAP = http
        HTTP2 = http2 http
        SSH = ssh
        FTP_CONTROL = ftp
        SMTP = smtp
        POP3 = pop3
        IMAP = imap
        IRC = irc
        SMBv1 = smb
        SMBv23 = smb
        RDP = rdp
        DCERPC = dce_rpc
        LDAP = ldap
        Kerberos = krb
        DHCP = dhcp
        DHCPV6 = dhcpv6
        NTP = ntp
        SNMP = snmp
        Radius = radius
        TFTP = tftp
        Syslog = syslog
        SIP = sip
        RTP = rtp
        RTCP = rtcp
        RTSP = rtsp
        STUN = stun
        SSDP = ssdp
        MQTT = mqtt
        Modbus = modbus
        UMAS = modbus
        DNP3 = dnp3
        S7Comm = s7comm
        S7CommPlus = s7comm
        BACnet = bacnet
        EthernetIP = enip
        IEC60870 = iec104
        MySQL = mysql
        PostgreSQL = postgresql
        MsSQL-TDS = tds
        RESP = redis
        Redis = redis
        MongoDB = mongodb
        Memcached = memcached
        Cassandra = cassandra
        AMQP = amqp
        Kafka = kafka
        BitTorrent = bittorrent
        WireGuard = wireguard
        OpenVPN = openvpn
        Tor = ssl
        SOCKS = socks
        Telnet = telnet
        RPC = sunrpc nfs mount portmap
        NFS = nfs mount portmap sunrpc
        Jabber = xmpp
        RSYNC = rsync
        VNC = rfb
        RTMP = rtmp
        Git = git
        CoAP = coap
        IPSec = ike ipsec_nat_t
        GTP = gtp
        GTP_C = gtp
        Zabbix = zabbix
        TeamViewer = teamviewer
        BITCOIN = bitcoin
        Mining = stratum bitcoin
        """;

    private static readonly Dictionary<string, string[]> Ours = Names.Split('\n').Select(l => l.Split(" = ")).ToDictionary(l => l[0].Trim(), l => l[1].Split(' '), StringComparer.Ordinal);

    /// <summary>Our names for a flow's labels; empty where we claim none of them.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> labels) => labels.SelectMany(l => Ours.GetValueOrDefault(l) ?? []);
}
