using System.Collections.Frozen;
using NetThreat.Core.Flows;

namespace NetThreat.Capture.Collector;

/// <summary>Exporters' names of applications that mean one of Zeek's services.</summary>
internal static class NamedServices
{
    /// <summary>Pairs of an exporter's name and Zeek's.</summary>
    private const string Pairs =
        "dns dns http http web-browsing http ssl ssl https ssl secure-http ssl tls ssl quic quic ssh ssh ftp ftp smtp smtp pop3 pop3 imap imap ntp ntp "
        + "snmp snmp dhcp dhcp ldap ldap kerberos krb rdp rdp ms-rdp rdp telnet telnet smb smb cifs smb ms-ds-smb smb sip sip rtp rtp syslog syslog "
        + "mysql mysql irc irc mqtt mqtt bittorrent bittorrent modbus modbus dnp3 dnp3";

    private static readonly FrozenDictionary<string, ApplicationFacts> Known = Pairs.Split(' ').Chunk(2)
        .ToFrozenDictionary(p => p[0], p => new ApplicationFacts { Service = p[1] }, StringComparer.OrdinalIgnoreCase);

    /// <returns>Null for a name that is none of ours.</returns>
    public static ApplicationFacts? Facts(string application) => Known.GetValueOrDefault(application);
}
