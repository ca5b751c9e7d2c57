using NetThreat.Core.Flows;
using NetThreat.Packets.Dns;

namespace NetThreat.Tests.Packets;

public class DnsAnswersTests
{
    [Fact]
    public void Answers_are_text_with_their_times_to_live()
    {
        byte[] response =
        [
            0, 1, 0x81, 0x80, 0, 1, 0, 4, 0, 0, 0, 0,
            1, (byte)'a', 4, (byte)'t', (byte)'e', (byte)'s', (byte)'t', 0, 0, 1, 0, 1,
            0xC0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 1, (byte)'b', 0xC0, 14,
            0xC0, 36, 0, 1, 0, 1, 0, 0, 1, 0, 0, 4, 10, 0, 0, 9,
            0xC0, 36, 0, 16, 0, 1, 0, 0, 0, 5, 0, 4, 3, (byte)'x', (byte)' ', (byte)'y',
            0xC0, 36, 0, 99, 0, 1, 0, 0, 0, 5, 0, 2, 0xAB, 0xCD,
        ];
        Assert.True(DnsMessage.TryDecode(response, out var message));
        var transaction = new DnsTransaction("a.test", 1, 0, 4, 1) { AnswerData = message.PackAnswers() };
        Assert.Equal([new(5, 60, "b.test"), new(1, 256, "10.0.0.9"), new(16, 5, "\"x y\""), new DnsAnswer(99, 5, "\\# 2 abcd")], transaction.ReadAnswers());
    }
}
