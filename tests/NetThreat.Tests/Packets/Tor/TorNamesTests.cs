using NetThreat.Packets.Tor;

namespace NetThreat.Tests.Packets.Tor;

public class TorNamesTests
{
    [Theory]
    [InlineData("CN=www.g6ghvisevf3ibuu5.net", "CN=www.xkgk7fdx362yyyxib.com", true)]
    [InlineData("CN=www.example.com,O=Example", "CN=www.xkgk7fdx362yyyxib.com", false)]
    [InlineData("CN=www.ntop.org", "CN=Let's Encrypt Authority X3,O=Let's Encrypt,C=US", false)]
    [InlineData("CN=www.selfsigned.com", "CN=www.selfsigned.com", false)]
    [InlineData(null, null, false)]
    public void Certificates(string? subject, string? issuer, bool expected) => Assert.Equal(expected, TorNames.IsCertificate(subject, issuer));

    [Theory]
    [InlineData("www.t3i3ru.com", false)]
    [InlineData("www.jmts2id.com", false)]
    [InlineData("www.6gyip7tqim7sieb.com", true)]
    [InlineData("www.gfu7hbxpfp.com", true)]
    [InlineData("www.q4cyamnc6mtokjurvdclt.com", true)]
    [InlineData("www.lightspeed.com", false)]
    [InlineData("www.web4health.com", false)]
    [InlineData("www.wikipedia.com", false)]
    [InlineData("www.facebook.com", false)]
    [InlineData("mail.6gyip7tqim7sieb.com", false)]
    [InlineData("www.6gyip7tqim7sieb.org", false)]
    [InlineData(null, false)]
    public void Server_names(string? name, bool expected) => Assert.Equal(expected, TorNames.IsServerName(name));
}
