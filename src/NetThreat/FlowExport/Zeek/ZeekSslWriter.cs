using NetThreat.Core.Flows;

namespace NetThreat.FlowExport.Zeek;

/// <summary>Zeek's ssl.log, TLS, DTLS and QUIC; cert_chain_fps holds the server's own certificate, and the fingerprints of Zeek's packages stand at the end.</summary>
internal sealed class ZeekSslWriter(IZeekEncoder encoder) : IFlowWriter
{
    public static IReadOnlyList<ZeekField> Fields { get; } = ZeekField.List(
        "ts:time uid:string id.orig_h:addr id.orig_p:port id.resp_h:addr id.resp_p:port version:string cipher:string curve:string server_name:string resumed:bool"
        + " last_alert:string next_protocol:string established:bool cert_chain_fps:vector[string] client_cert_chain_fps:vector[string] subject:string issuer:string"
        + " client_subject:string client_issuer:string ja3:string ja3s:string ja4:string");

    public void Begin(TextBuffer output) => encoder.Begin(output, "ssl", Fields);

    public void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output)
    {
        if (facts?.Tls is not { } tls) return;
        encoder.BeginRow(output);
        ZeekText.Identity(encoder, flow);
        encoder.Text(TlsNames.Version(tls.Version));
        encoder.Text(TlsNames.Cipher(tls.Cipher));
        encoder.Text(TlsNames.Curve(tls.Curve));
        encoder.Text(tls.ServerName);
        encoder.Bool(tls.Resumed);
        encoder.Text(tls.Alert < 0 ? null : TlsAlerts.Name(tls.Alert));
        encoder.Text(tls.NextProtocol);
        encoder.Bool(tls.Established);
        Fingerprint(tls.Certificate);
        Fingerprint(tls.ClientCertificate);
        encoder.Text(tls.Certificate?.Subject);
        encoder.Text(tls.Certificate?.Issuer);
        encoder.Text(tls.ClientCertificate?.Subject);
        encoder.Text(tls.ClientCertificate?.Issuer);
        encoder.Text(tls.Ja3);
        encoder.Text(tls.Ja3s);
        encoder.Text(tls.Ja4);
        encoder.EndRow();
    }

    public void End(TextBuffer output) => encoder.End(output);

    private void Fingerprint(TlsCertificate? certificate) => encoder.Texts(certificate is { Sha256.Length: > 0 } c ? [c.Sha256] : []);
}
