using System.Text;
using NetThreat.Packets.Ssh;

namespace NetThreat.Tests.Packets;

public sealed class SshIdentificationTests
{
    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6 comment\r\nrest", false, "SSH-2.0-OpenSSH_9.6 comment")]
    [InlineData("SSH-1.99-old\nrest", false, "SSH-1.99-old")]
    [InlineData("Welcome\r\nto us\r\nSSH-2.0-x\r\n", true, "SSH-2.0-x")]
    public void The_line_is_found(string payload, bool fromServer, string expected)
    {
        Assert.True(SshIdentification.TryRead(Encoding.ASCII.GetBytes(payload), fromServer, out string line));
        Assert.Equal(expected, line);
    }

    [Theory]
    [InlineData("Welcome\r\nSSH-2.0-x\r\n", false)] // a client sends nothing before
    [InlineData("SSH-2.0-x", true)] // no end of line
    [InlineData("SSH-2.0\r\n", true)] // no software version
    [InlineData("SSH--x\r\n", true)] // no protocol version
    [InlineData("SSH-2.0-a\u0007\r\n", true)] // not printable
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", true)]
    [InlineData("", true)]
    public void Other_payloads_are_not_taken_for_it(string payload, bool fromServer) =>
        Assert.False(SshIdentification.TryRead(Encoding.ASCII.GetBytes(payload), fromServer, out _));

    [Fact]
    public void The_limit_is_255_with_the_line_end()
    {
        string Line(int total) => "SSH-2.0-" + new string('v', total - 10) + "\r\n";
        Assert.True(SshIdentification.TryRead(Encoding.ASCII.GetBytes(Line(255)), false, out string line));
        Assert.Equal(253, line.Length);
        Assert.False(SshIdentification.TryRead(Encoding.ASCII.GetBytes(Line(256)), false, out _));
    }

    [Fact]
    public void The_search_behind_other_lines_is_bounded()
    {
        byte[] After(int lines) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("x\n", lines)) + "SSH-2.0-x\r\n");
        Assert.True(SshIdentification.TryRead(After(16), true, out _));
        Assert.False(SshIdentification.TryRead(After(17), true, out _));
    }

    [Fact]
    public void A_beginning_is_recognised_without_its_end()
    {
        Assert.True(SshIdentification.StartsAt("SSH-2.0-Open"u8));
        Assert.False(SshIdentification.StartsAt("SSH-"u8));
    }
}
