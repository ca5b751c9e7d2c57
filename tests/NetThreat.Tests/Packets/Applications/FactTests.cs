using NetThreat.Testing;
using NetThreat.Tests.Conformance;

namespace NetThreat.Tests.Packets.Applications;

/// <summary>
/// Facts out of real captures, through the whole meter. The values are those of tshark's fields and Zeek's logs for the same files; one flow of the
/// capture must have all of them.
/// </summary>
public class FactTests
{
    private const string Table = """
        peers/zeek/Traces/ftp/ipv4.pcap | ftp | ftp.user=anonymous | ftp.password_given=1 | ftp.command=RETR | ftp.arg=robots.txt | ftp.reply_code=226
        peers/zeek/Traces/ftp/ftp-auth-tls.pcap | ftp | ftp.command=AUTH | ftp.reply_code=234 | ftp.tls=T
        pcaps/bruteforce/ftp-crack.pcap | ftp | ftp.user=admin | ftp.reply_code=530
        peers/zeek/Traces/smtp.pcap | smtp | smtp.helo=GP | smtp.mailfrom=gurpartap@patriots.in | smtp.rcptto=raj_deol2002in@yahoo.co.in | smtp.subject=SMTP | smtp.user_agent=Microsoft Office Outlook 12.0 | smtp.auth=LOGIN
        peers/zeek/Traces/smtp.pcap | smtp | smtp.helo=[192.168.133.100] | smtp.rcptto=felica4uu@hotmail.com | smtp.rcptto=davis_mark1@outlook.com
        peers/suricata-verify/smtp-startssl/input.pcap | smtp | smtp.helo=desktop.unx.ca | smtp.tls=T
        peers/suricata-verify/pop3-02-bug-7709/input.pcap | pop3 | pop3.user=test@tt.com | pop3.password_given=1 | pop3.error=-ERR the password incorrect
        peers/arkime/imap-tag.pcap | imap | imap.server=OK IMAP4 ready
        peers/arkime/irc.pcap | irc | irc.nick=molochtest | irc.channel=#moloch-fpc | irc.server=card.freenode.net
        peers/arkime/ldap-simpleauth.pcap | ldap | ldap.bind_dn=xxxxxxxxxxx@xx.xxx.xxxxx.net | ldap.bind_auth=simple | ldap.bind_result=success | ldap.base=DC=xx,DC=xxx,DC=xxxxx,DC=net
        peers/zeek/Traces/ldap/ctu-sme-11-win7ad-1-ldap-tcp-50041.pcap | ldap | ldap.bind_auth=GSS-SPNEGO | ntlm.server_domain=STRATOLAB | ntlm.server_name=STRATOLAB-DC
        peers/ndpi/pcap/kerberos.pcap | krb | krb.request_type=AS | krb.client=johnson-pc$/happycraft.org | krb.service=krbtgt/happycraft.org | krb.error_code=KDC_ERR_PREAUTH_REQUIRED
        peers/ndpi/pcap/kerberos.pcap | krb | krb.request_type=TGS | krb.client=JOHNSON-PC$/HAPPYCRAFT.ORG | krb.cipher=aes256-cts-hmac-sha1-96
        peers/ndpi/pcap/rdp_over_tls.pcap | rdp | rdp.cookie=WDeployAd | rdp.requested_security=SSL,HYBRID | rdp.security_protocol=HYBRID
        peers/suricata-verify/smb2-06/20171220_smb_net_user.pcap | smb | smb.dialect=2.1 | smb.path=\\\\DC1.contoso.local\\IPC$ | smb.file=samr | smb.auth_result=success | dce_rpc.endpoint=samr | dce_rpc.operation=samr::SamrConnect5
        peers/ndpi/pcap/smbv1.pcap | smb | smb.version=SMB1 | smb.dialect=NT LM 0.12 | smb.path=\\\\10.128.0.243\\IPC$
        peers/suricata-verify/smb3-03-midstream/input.pcap | smb | smb.encrypted=T
        pcaps/exploit/CVE-2020-1472_exploit_win2019.pcap | dce_rpc | dce_rpc.endpoint=netlogon | dce_rpc.operation=netlogon::NetrServerReqChallenge | dce_rpc.operation=netlogon::NetrServerAuthenticate3
        peers/ndpi/pcap/profinet-io-le.pcap | dce_rpc | dce_rpc.endpoint=pn_io | dce_rpc.uuid=dea00001-6c97-11d1-8271-00a02442df7d
        peers/suricata-verify/dhcp-eve-extended/input.pcap | dhcp | dhcp.host_name=nas1 | dhcp.assigned_addr=10.16.1.4 | dhcp.mac=00:11:32:17:49:f0 | dhcp.msg_type=ACK | dhcp.domain=unx.ca | dhcp.lease_time=3600
        peers/ndpi/pcap/NTPv4.pcap | ntp | ntp.version=4
        pcaps/dos/amp.UDP.snmp.src161.pcapng | snmp | snmp.version=2c | snmp.community=public | snmp.pdu=get_bulk | snmp.max_repetitions=70
        peers/arkime/radius.pcap | radius | radius.username=xxxxxxxxx | radius.nas_addr=10.0.0.1 | radius.framed_addr=10.0.0.3
        peers/ndpi/pcap/sip.pcap | sip | sip.method=REGISTER | sip.uri=sip:sip.cybercity.dk | sip.request_from=<sip:voi18063@sip.cybercity.dk> | sip.status_code=403
        peers/arkime/turn.pcap | stun | stun.method=allocate | stun.realm=turn.cloudflare.com | stun.error_code=401
        peers/ndpi/pcap/mqtt.pcap | mqtt | mqtt.client_id=cbaabcbabacbbbbbaaaaab | mqtt.user=02D5050223D3 | mqtt.subscribe_topic=astr/s720/02D5050223D3/99
        peers/ndpi/pcap/modbus.pcap | modbus | modbus.func=READ_HOLDING_REGISTERS | modbus.unit=1
        peers/arkime/dnp3_synthetic.pcap | dnp3 | dnp3.fc_request=COLD_RESTART | dnp3.fc_reply=RESPONSE
        peers/zeek/Traces/auth_change_session_keys.pcap | dnp3 | dnp3.fc_request=AUTHENTICATE_REQ | dnp3.fc_reply=AUTHENTICATE_RESP
        peers/ndpi/pcap/s7comm-plus.pcap | s7comm | s7comm.variant=s7comm-plus
        peers/arkime/bacnet-stack-services.pcap | bacnet | bacnet.service=who_has
        peers/ndpi/pcap/ethernetIP.pcap | enip | enip.command=send_unit_data | enip.cip_service=multiple_service_packet
        peers/ndpi/pcap/IEC104.pcap | iec104 | iec104.type_id=36 | iec104.cause=3
        peers/arkime/mysql-allow.pcap | mysql | mysql.server_version=5.5.35-0ubuntu0.12.04.2 | mysql.user=user10 | mysql.auth_result=success
        peers/arkime/postgres-good.pcap | postgresql | postgresql.user=cooluser | postgresql.database=dbdbdbdb | postgresql.server_version=8.4.17 | postgresql.auth_result=success
        peers/arkime/tds7.pcap | tds | tds.client_host=LIV-VXP-007 | tds.user=testuser | tds.login_result=success
        peers/ndpi/pcap/resp.pcap | redis | redis.cmd=PING | redis.cmd=SET
        peers/zeek/Traces/pop3/redis-50-pings.pcap | redis | redis.cmd=AUTH | redis.password_given=1
        peers/arkime/mongo.pcap | mongodb | mongodb.command=ismaster | mongodb.driver=PyMongo
        peers/ndpi/pcap/memcached.cap | memcached | memcached.command=stats | memcached.version=1.4.15
        peers/ndpi/pcap/amqp.pcap | amqp | amqp.method=basic.publish
        peers/arkime/kafka.pcap | kafka | kafka.api=list_offsets
        peers/ndpi/pcap/bittorrent.pcap | bittorrent | bittorrent.info_hash=dcfcdccfb9e670ccc3dd40c78c161f2bea243126 | bittorrent.client=-UM1860-
        peers/arkime/bt-udp.pcap | bittorrent | bittorrent.transport=dht | bittorrent.dht_query=find_node
        peers/ndpi/pcap/bitcoin.pcap | bitcoin | bitcoin.command=version
        peers/ndpi/pcap/mining.pcapng | stratum | stratum.method=mining.authorize | stratum.agent=EWBF 0.3.4b | stratum.worker=t1fJuHWrfcWnYMYyP9VAF96vRnvND2NziMG.c1
        peers/ndpi/pcap/openvpn.pcap | openvpn | openvpn.opcode=hard_reset_server_v2 | openvpn.protection=tls-auth
        peers/ndpi/pcap/nfsv2.pcap | mount | sunrpc.program=mountd | sunrpc.machine=werrmsche
        peers/ndpi/pcap/tftp.pcap | tftp | tftp.operation=read | tftp.fname=rfc1350.txt | tftp.mode=octet
        peers/ndpi/pcap/vnc.pcap | rfb | rfb.server_version=004.001
        peers/ndpi/pcap/rtmp.pcap | rtmp | rtmp.app=live | rtmp.url=rtmp://zl-fra-live7.livenono.com:6002/live
        peers/ndpi/pcap/rsync.pcap | rsync | rsync.module=flag | rsync.server_version=30.0
        peers/ndpi/pcap/git.pcap | git | git.service=git-upload-pack | git.repository=/collab-maint/wotsap.git | git.host=anonscm.debian.org
        peers/arkime/socks-http-pass.pcap | socks | socks.user=testuser | socks.request_host=93.184.216.119 | socks.request_port=80 | socks.status=succeeded
        peers/arkime/socks-http-example.pcap | socks | socks.version=4 | socks.request_host=www.example.com
        peers/zeek/Traces/tcp-syslog.pcap | syslog | syslog.facility=USER | syslog.severity=NOTICE | syslog.host=mymachine | syslog.program=su
        peers/suricata-verify/rfb-partial-tx/in.pcap | rfb | rfb.client_version=003.008 | rfb.authentication_method=Apple Remote Desktop
        peers/suricata-verify/rfb-partial-tx/in.pcap | netbios_dgm | netbios_dgm.source=VMAC | netbios_dgm.destination=WORKGROUP
        peers/ndpi/pcap/tor.pcap | ssl | ssl.tor_like=certificate
        peers/zeek/Traces/tls/irc-starttls.pcap | irc | irc.tls=T
        peers/zeek/Traces/rdp/rdpeudp2-handshake-success.pcap | rdpeudp | rdpeudp.version=3
        peers/suricata-verify/smb2-07/20171220_smb_psexec_add_user.pcap | smb | smb.path=\\\\dc1\\ADMIN$ | smb.file=PSEXESVC.exe
        peers/ndpi/pcap/ssdp-m-search.pcap | ssdp | ssdp.method=M-SEARCH
        """;

    public static TheoryData<string> Rows => [.. Table.Split('\n')];

    [DataTheory]
    [MemberData(nameof(Rows))]
    public void A_flow_has_the_facts_that_other_tools_read(string row)
    {
        string[] parts = [.. row.Split('|').Select(p => p.Trim())];
        var flows = CaptureFlows.Of(Data.Path(parts[0])).Where(f => f.Application?.Service == parts[1])
            .Select(f => f.Application!.Fields.Select(x => $"{x.Name}={x.Value}").ToHashSet(StringComparer.Ordinal)).ToList();

        Assert.NotEmpty(flows);
        Assert.True(flows.Exists(f => parts[2..].All(f.Contains)), string.Join('\n', flows.Take(8).Select(f => string.Join(" | ", f))));
    }

    [DataFact]
    public void Passwords_are_never_facts()
    {
        (string Capture, string Secret)[] secrets =
        [
            ("pcaps/bruteforce/ftp-crack.pcap", "merlin"), ("peers/arkime/socks-http-pass.pcap", "testpass"), ("peers/arkime/ldap-simpleauth.pcap", "yyyyyyyy"),
            ("peers/suricata-verify/pop3-02-bug-7709/input.pcap", "PASS "), ("peers/zeek/Traces/smtp.pcap", "cHVuamFiQDEyMw"),
        ];
        foreach (var (capture, secret) in secrets)
            Assert.DoesNotContain(CaptureFlows.Of(Data.Path(capture)).SelectMany(f => f.Application?.Fields ?? []), x => x.Value.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }
}
