using System.Text;
using NetThreat.Packets.Dns;

namespace NetThreat.Tests.Packets;

public sealed class DnsMessageTests
{
    [Fact]
    public void A_query_gives_its_question()
    {
        Assert.True(DnsMessage.TryDecode(Message(0x0100, Question("WWW.Example.com", 28)), out var m));
        Assert.Equal((0x1234, false, 0, 28, 1, 0), (m.TransactionId, m.IsResponse, m.ResponseCode, m.Type, m.Questions, m.Answers));
        Assert.Equal("www.example.com", m.ReadName());
        Span<char> text = stackalloc char[DnsName.MaxText];
        Assert.Equal("www.example.com", new string(text[..m.CopyName(text)]));
    }

    [Fact]
    public void A_response_gives_its_code_and_answers()
    {
        Assert.True(DnsMessage.TryDecode(Message(0x8183, Question("no.such", 1), answers: 2), out var m));
        Assert.Equal((true, 3, 2, "no.such"), (m.IsResponse, m.ResponseCode, m.Answers, m.ReadName()));
    }

    [Theory]
    [InlineData("a b", "a\\032b")]
    [InlineData("\u0000\u007f", "\\000\\127")]
    [InlineData("x\\y", "x\\\\y")]
    public void Bytes_outside_printable_ASCII_are_escaped(string label, string expected)
    {
        var q = new List<byte> { (byte)label.Length };
        q.AddRange(Encoding.Latin1.GetBytes(label));
        q.AddRange([3, (byte)'a', (byte)'.', (byte)'B', 0, 0, 1, 0, 1]);
        Assert.True(DnsMessage.TryDecode(Message(0, [.. q]), out var m));
        Assert.Equal(expected + ".a\\.b", m.ReadName());
    }

    [Fact]
    public void The_root_is_the_empty_name()
    {
        Assert.True(DnsMessage.TryDecode(Message(0, [0, 0, 2, 0, 1]), out var m));
        Assert.Equal(("", 2), (m.ReadName(), m.Type));
    }

    [Fact]
    public void The_longest_name_fits_and_a_longer_one_is_refused()
    {
        // Three labels of 63 and one of 61 take 255 bytes with the root.
        byte[] Labels(int last) => [.. Label(63), .. Label(63), .. Label(63), .. Label(last), 0, 0, 1, 0, 1];
        static byte[] Label(int n) => [(byte)n, .. Enumerable.Repeat((byte)0xFF, n)];
        Assert.True(DnsMessage.TryDecode(Message(0, Labels(61)), out var m));
        Assert.Equal(250 * 4 + 3, m.ReadName().Length);
        Assert.Equal(-1, m.CopyName(new char[100]));
        Assert.False(DnsMessage.TryDecode(Message(0, Labels(62)), out _));
    }

    [Theory]
    [InlineData(0xC0, 12)] // to itself
    [InlineData(0xC0, 0)] // into the header
    [InlineData(0xC0, 200)] // forwards
    [InlineData(0x80, 1)] // reserved label type
    [InlineData(0x40, 1)]
    public void Pointers_that_lead_nowhere_are_refused(byte first, byte second) =>
        Assert.False(DnsMessage.TryDecode(Message(0, [first, second, 0, 1, 0, 1, .. new byte[300]]), out _));

    [Fact]
    public void A_pointer_backwards_is_followed_but_not_a_loop()
    {
        // A response without a question; its first record's name is checked: a label, then a pointer to that label.
        byte[] loop = [1, (byte)'a', 0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0];
        Assert.False(DnsMessage.TryDecode(Message(0x8400, loop, questions: 0, answers: 1), out _));
        byte[] plain = [1, (byte)'a', 0, 0, 12, 0x80, 1, 0, 0, 0, 0, 0, 0];
        Assert.True(DnsMessage.TryDecode(Message(0x8400, plain, questions: 0, answers: 1), out var m));
        Assert.Equal((false, "", 0), (m.HasQuestion, m.ReadName(), m.Type));
    }

    [Fact]
    public void TCP_messages_stand_behind_their_length()
    {
        var message = Message(0x0100, Question("a.b", 16));
        Assert.True(DnsMessage.TryDecodeTcp([0, (byte)message.Length, .. message, 1, 2, 3], out var m));
        Assert.Equal(("a.b", 16), (m.ReadName(), m.Type));
        Assert.False(DnsMessage.TryDecodeTcp([0, 5, .. message], out _));
    }

    [Fact]
    public void Implausible_fields_are_refused()
    {
        var q = Question("a.b", 1);
        Assert.False(DnsMessage.TryDecode(Message(0x0040, q), out _)); // reserved bit
        Assert.False(DnsMessage.TryDecode(Message(0x7800, q), out _)); // operation 15
        Assert.False(DnsMessage.TryDecode(Message(0x0003, q), out _)); // a query with a response code
        Assert.False(DnsMessage.TryDecode(Message(0, q, questions: 0), out _));
        Assert.False(DnsMessage.TryDecode(Message(0, q, questions: 2000), out _));
        Assert.False(DnsMessage.TryDecode(Message(0, Question("a.b", 0)), out _));
        Assert.False(DnsMessage.TryDecode(Message(0, [.. q[..^1], 77]), out _)); // class 77
    }

    [Fact]
    public void Every_cut_before_the_end_of_the_question_is_refused()
    {
        var message = Message(0x8180, Question("www.example.com", 1), answers: 1);
        for (int n = 0; n < message.Length; n++) Assert.False(DnsMessage.TryDecode(message.AsSpan(0, n), out _), $"cut at {n}");
    }

    [Fact]
    public void Random_payloads_are_not_DNS()
    {
        var random = new Random(20261121);
        var payload = new byte[64];
        int found = 0;
        for (int i = 0; i < 500_000; i++)
        {
            random.NextBytes(payload);
            if (DnsMessage.TryDecode(payload, out _)) found++;
        }

        Assert.Equal(0, found);
    }

    [Fact]
    public void Mutated_messages_never_throw()
    {
        var random = new Random(7);
        var original = Message(0x8180, [.. Question("a.very.long.name.example", 1), 0xC0, 12, 0, 1, 0, 1], answers: 1);
        for (int i = 0; i < 50_000; i++)
        {
            var m = (byte[])original.Clone();
            for (int k = random.Next(1, 6); k > 0; k--) m[random.Next(m.Length)] = (byte)random.Next(256);
            if (DnsMessage.TryDecode(m.AsSpan(0, random.Next(m.Length + 1)), out var d)) Assert.InRange(d.ReadName().Length, 0, DnsName.MaxText);
        }
    }

    internal static byte[] Question(string name, ushort type)
    {
        var b = new List<byte>();
        foreach (var label in name.Split('.'))
        {
            b.Add((byte)label.Length);
            b.AddRange(Encoding.ASCII.GetBytes(label));
        }

        b.AddRange([0, (byte)(type >> 8), (byte)type, 0, 1]);
        return [.. b];
    }

    internal static byte[] Message(ushort flags, byte[] body, ushort questions = 1, ushort answers = 0) =>
        [0x12, 0x34, (byte)(flags >> 8), (byte)flags, (byte)(questions >> 8), (byte)questions, (byte)(answers >> 8), (byte)answers, 0, 0, 0, 0, .. body];
}
